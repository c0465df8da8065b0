package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages of arenas and accesses to them, against the probe {@code arenas}: its programs, run here. */
@Tag("engine")
class ArenaTest {
    private static final int PAGES = 16;
    private static final int RESULT_BYTES = 8 * 64;

    @Test
    void pagesAndAccessesAreThoseOfTheKernel() {
        List<Json> rows = Fixtures.probeRows("arenas");
        assertThat(rows).hasSize(18);
        for (Json row : rows) {
            try (Engine engine = Engine.open()) {
                BpfMap arena = engine.kernel
                        .maps()
                        .create(MapSpec.of("arena", MapType.ARENA, 0, 0, PAGES)
                                .withFlags((int) row.number("flags"))
                                .withExtra(row.number("extra")));
                BpfMap results = engine.kernel.maps().create(MapSpec.of("results", MapType.ARRAY, 4, RESULT_BYTES, 1));
                Bytecode code = Bytecode.of(HexFormat.of().parseHex(row.text("code")));
                LoadedProgram program = engine.load("arenas", ProgramType.SYSCALL, code, arena, results);
                program.run(engine.invocation(program), 0, 0);
                assertThat(values(results, row.numbers("results").size()))
                        .as("%s", row)
                        .isEqualTo(row.numbers("results"));
            }
        }
    }

    private static List<Long> values(BpfMap results, int count) {
        ByteBuffer bytes =
                ByteBuffer.wrap(results.syscall().lookup(new byte[4], 0)).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(bytes.getLong());
        }
        return values;
    }
}
