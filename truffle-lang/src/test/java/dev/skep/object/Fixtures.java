package dev.skep.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fixtures' objects and what others say of them. */
public final class Fixtures {
    private Fixtures() {}

    /** Names of all objects, without {@code .bpf.o}. */
    public static List<String> names() {
        return Objects.requireNonNull(text("/fixtures/programs/SOURCES.sha256"))
                .lines()
                .map(line -> line.substring(0, line.indexOf(".bpf.o ")))
                .toList();
    }

    /** Names of the objects that libbpf, or the recorder's own loader, has linked. */
    public static List<String> linkedByLibbpf() {
        return names().stream().filter(name -> libbpf(name) != null).toList();
    }

    public static byte[] bytes(String name) {
        return Objects.requireNonNull(find("/fixtures/programs/" + name + ".bpf.o"), name);
    }

    /** A file that lies beside this class. */
    public static byte[] resource(String name) {
        return Objects.requireNonNull(find("/dev/skep/object/" + name), name);
    }

    public static ObjectSpec read(String name) {
        return ObjectReader.read(name + ".bpf.o", bytes(name));
    }

    /** A file of the fixtures: {@code kernels/kernel_new.btf}. */
    public static byte[] file(String name) {
        return Objects.requireNonNull(find("/fixtures/" + name), name);
    }

    public static String textFile(String name) {
        return Objects.requireNonNull(text("/fixtures/" + name), name);
    }

    /** The lines that were recorded. */
    public static @Nullable String libbpf(String name) {
        return text("/fixtures/dumps/" + name + ".linked.tsv");
    }

    private static @Nullable String text(String name) {
        byte[] bytes = find(name);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static byte @Nullable [] find(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
