package dev.skep.kernel.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.task.UserMemory.Area;
import org.junit.jupiter.api.Test;

class UserMemoryTest {
    private final UserMemory memory = new UserMemory();

    @Test
    void whatWasPutThereIsReadAcrossPages() {
        memory.put(0x7000_0ffe, new byte[] {1, 2, 3, 4});
        assertThat(memory.read(0x7000_0ffd, 6)).containsExactly(0, 1, 2, 3, 4, 0);
        assertThat(memory.areas()).extracting(Area::start).containsExactly(0x7000_0000L, 0x7000_1000L);
    }

    @Test
    void whatIsNotMappedCannotBeReadNotEvenInPart() {
        memory.put(0x1000, new byte[] {1});
        assertThat(memory.read(0x1fff, 1)).containsExactly(0);
        assertThat(memory.read(0x1fff, 2)).isNull();
        assertThat(memory.read(-8, 4)).isNull();
        assertThat(memory.contains(UserMemory.END - 1, 2)).isFalse();
    }

    @Test
    void onlyWritableMemoryIsWritten() {
        memory.map(new Area(0x1000, 0x3000, Area.READ | Area.EXECUTE, 0, "/bin/true"));
        assertThat(memory.write(0x1ffe, new byte[] {9, 9, 9, 9})).isFalse();
        memory.map(new Area(0x2000, 0x3000, Area.READ | Area.WRITE, 0, ""));
        assertThat(memory.write(0x2000, new byte[] {9})).isTrue();
        assertThat(memory.write(0x1fff, new byte[] {9, 9})).isFalse();
    }

    @Test
    void aHoleLeavesBothEndsOfTheArea() {
        memory.map(new Area(0x1000, 0x5000, Area.READ, 16, "/lib/a.so"));
        memory.unmap(0x2000, 0x3000);
        assertThat(memory.areas())
                .containsExactly(
                        new Area(0x1000, 0x2000, Area.READ, 16, "/lib/a.so"),
                        new Area(0x3000, 0x5000, Area.READ, 18, "/lib/a.so"));
        assertThat(memory.area(0x2fff)).isEmpty();
    }

    @Test
    void aCopyIsNotTheOriginal() {
        memory.put(0x1000, new byte[] {1});
        UserMemory copy = new UserMemory();
        copy.takeOver(memory);
        memory.put(0x1000, new byte[] {2});
        assertThat(copy.read(0x1000, 1)).containsExactly(1);
    }

    @Test
    void areasOutsideOfUserSpaceAreRefused() {
        assertThatThrownBy(() -> memory.map(new Area(-4096, 0, 0, 0, ""))).isInstanceOf(IllegalArgumentException.class);
    }
}
