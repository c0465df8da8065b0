package dev.skep.hostkernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.kernel.program.LineRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineRecordsTest {
    @Test
    void textsAreAddedToTheStringsOnceEach() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        Btf btf = types.build();
        LineRecords lines = new LineRecords(
                btf, List.of(new LineRecord(0, "a.c", "first", 1, 2), new LineRecord(3, "a.c", "second", 70, 4)));
        ByteBuffer records = ByteBuffer.wrap(lines.records()).order(ByteOrder.nativeOrder());

        assertThat(lines.btf().string(records.getInt(4))).isEqualTo("a.c");
        assertThat(lines.btf().string(records.getInt(8))).isEqualTo("first");
        assertThat(records.getInt(12)).isEqualTo(1 << 10 | 2);
        assertThat(records.getInt(16)).isEqualTo(3);
        assertThat(records.getInt(20)).isEqualTo(records.getInt(4));
        assertThat(lines.btf().string(records.getInt(24))).isEqualTo("second");
        assertThat(lines.btf().name(1)).isEqualTo("int");
    }

    @Test
    void withoutLinesTheTypesStayAsTheyAre() {
        Btf none = Btf.empty();
        assertThat(new LineRecords(none, List.of()).btf()).isSameAs(none);
    }
}
