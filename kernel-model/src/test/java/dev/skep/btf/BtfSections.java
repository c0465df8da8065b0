package dev.skep.btf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** BTF of the fixtures' objects, for tests of a room that knows no ELF. */
final class BtfSections {
    private BtfSections() {}

    /** Names of the fixtures' objects, without {@code .bpf.o}. */
    static List<String> fixtures() {
        return new String(bytes("/fixtures/programs/SOURCES.sha256"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(0, line.indexOf(".bpf.o ")))
                .toList();
    }

    static byte[] fixture(String name) {
        return Objects.requireNonNull(find(name), name);
    }

    /** The types of an object, null if it has none. */
    static byte @Nullable [] find(String name) {
        return section(bytes("/fixtures/programs/" + name + ".bpf.o"));
    }

    static byte[] declarations() {
        return Objects.requireNonNull(section(bytes("/dev/skep/btf/declarations.bpf.o")));
    }

    static String text(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    static byte[] bytes(String resource) {
        try (InputStream in = BtfSections.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code .BTF} section of a little-endian ELF64 file that is known to be well-formed. */
    private static byte @Nullable [] section(byte[] elf) {
        ByteBuffer file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int headers = (int) file.getLong(40);
        int names = (int) file.getLong(headers + 64 * file.getShort(62) + 24);
        for (int i = 0; i < file.getShort(60); i++) {
            int header = headers + 64 * i;
            int name = names + file.getInt(header);
            if (new String(elf, name, 5, StandardCharsets.US_ASCII).equals(".BTF\0")) {
                int start = (int) file.getLong(header + 24);
                return Arrays.copyOfRange(elf, start, start + (int) file.getLong(header + 32));
            }
        }
        return null;
    }
}
