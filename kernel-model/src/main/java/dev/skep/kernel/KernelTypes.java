package dev.skep.kernel;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKeepList;
import dev.skep.btf.BtfKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/**
 * The types of a simulated kernel, what {@code /sys/kernel/btf/vmlinux} holds on a machine. Those of the reference
 * kernel are a subset that comes along (what it holds says {@code target-btf.keep}); types have the ids there that they
 * have in the reference kernel, and are read when somebody asks for one.
 */
public final class KernelTypes {
    private static final KernelTypes REFERENCE = new KernelTypes(() -> Bundled.BTF);

    private final Supplier<Btf> btf;

    private KernelTypes(Supplier<Btf> btf) {
        this.btf = btf;
    }

    /** Those of the reference kernel. */
    public static KernelTypes reference() {
        return REFERENCE;
    }

    /** Those of any kernel. */
    public static KernelTypes of(Btf btf) {
        return new KernelTypes(() -> btf);
    }

    /** What of a kernel's types comes along: what programs are known to use. */
    public static BtfKeepList keepList() {
        try (InputStream list = open("target-btf.keep")) {
            return BtfKeepList.parse(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = KernelTypes.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("resource " + resource + " is missing");
        }
        return stream;
    }

    public Btf btf() {
        return btf.get();
    }

    /** The name of the function with this id, if it is one of a function. */
    public Optional<String> functionName(int id) {
        Btf types = btf();
        boolean function = id > 0 && id < types.typeCount() && types.kind(id) == BtfKind.FUNC;
        return function ? Optional.of(types.name(id)) : Optional.empty();
    }

    private static final class Bundled {
        static final Btf BTF = read();

        private static Btf read() {
            try (InputStream plain = new GZIPInputStream(new BufferedInputStream(open("target.btf.gz"), 1 << 16))) {
                return Btf.read(plain.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
