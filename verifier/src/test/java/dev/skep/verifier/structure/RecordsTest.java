package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@code func_info}, {@code line_info} and the tag for an exception callback may say; the answers are a 6.18
 * kernel's.
 */
class RecordsTest {
    @Test
    void recordsAreCheckedAsTheKernelDoes() {
        List<String[]> rows = Resource.rows("kernel-6.18-records.tsv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(55);
        for (String[] row : rows) {
            Examination examination = Examination.of(input(row[1], row[2], row[3], row[4]));
            assertThat(examination.errno()).as(row[0]).isEqualTo(Integer.parseInt(row[5]));
            assertThat(examination.log())
                    .as(row[0])
                    .isEqualTo(row[6].replace("\\n", "\n").stripTrailing());
        }
    }

    static StructureInput input(String code, String types, String functions, String lines) {
        HexFormat hex = HexFormat.of();
        Btf btf = Btf.read(hex.parseHex(types));
        return new StructureInput(
                Bytecode.of(hex.parseHex(code)),
                ProgramType.SOCKET_FILTER,
                AttachType.NONE,
                false,
                true,
                Privilege.ALL,
                btf,
                functions(hex.parseHex(functions)),
                lines(hex.parseHex(lines), btf),
                Examination.constants(List.of(new Examination.TestMap(MapType.PROG_ARRAY, 4, 1))),
                new TestCalls("socket_filter"));
    }

    private static List<FunctionRecord> functions(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<FunctionRecord> records = new ArrayList<>();
        while (buffer.hasRemaining()) {
            records.add(new FunctionRecord(buffer.getInt(), buffer.getInt()));
        }
        return records;
    }

    private static List<LineRecord> lines(byte[] bytes, Btf btf) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<LineRecord> records = new ArrayList<>();
        while (buffer.hasRemaining()) {
            int slot = buffer.getInt();
            String file = btf.string(buffer.getInt());
            String text = btf.string(buffer.getInt());
            int lineAndColumn = buffer.getInt();
            records.add(new LineRecord(slot, file, text, lineAndColumn >>> 10, lineAndColumn & 0x3ff));
        }
        return records;
    }
}
