package dev.skep.junit;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;
import dev.skep.hostkernel.HostKernel;
import dev.skep.kernel.KernelTypes;
import dev.skep.object.BtfFile;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Files that tests name: looked for on the class path beside the test class, on the class path from its root, and as
 * files. What is read from them is kept for all tests of a run, since it never changes: objects before they are linked,
 * and types.
 */
final class TestFiles {
    private static final URI HOST = URI.create("host:types");

    private final Map<URI, ObjectSpec> objects = new ConcurrentHashMap<>();
    private final Map<URI, KernelTypes> types = new ConcurrentHashMap<>();

    /**
     * An object.
     *
     * @throws ExtensionConfigurationException if there is none of the name, or it cannot be read
     */
    ObjectSpec object(Class<?> test, String name) {
        return objects.computeIfAbsent(place(test, name), place -> {
            try {
                return ObjectReader.read(baseName(name), bytes(place));
            } catch (MalformedObjectException e) {
                throw new ExtensionConfigurationException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /** Types of a kernel. */
    KernelTypes types(Class<?> test, String name) {
        return types.computeIfAbsent(place(test, name), place -> {
            try {
                return KernelTypes.of(
                        place.getScheme().equals("file") ? BtfFile.read(Path.of(place)) : Btf.read(bytes(place)));
            } catch (MalformedObjectException | MalformedBtfException e) {
                throw new ExtensionConfigurationException(name + ": " + e.getMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The types of the kernel of this machine, which are read once. */
    KernelTypes hostTypes(HostKernel host) {
        return types.computeIfAbsent(HOST, _ -> KernelTypes.of(host.types()));
    }

    /** Opens a file. */
    InputStream open(Class<?> test, String name) throws IOException {
        return place(test, name).toURL().openStream();
    }

    /** Where a file is. */
    private static URI place(Class<?> test, String name) {
        String resource = name.replace('\\', '/');
        for (Class<?> from = test; from != null; from = from.getSuperclass()) {
            URI found = uri(from.getResource(resource));
            if (found != null) {
                return found;
            }
        }
        URI found = uri(test.getResource("/" + resource));
        if (found != null) {
            return found;
        }
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                return file.toUri();
            }
        } catch (InvalidPathException e) {
            throw new ExtensionConfigurationException(name + ": " + e.getReason(), e);
        }
        throw new ExtensionConfigurationException(
                name + ": not found on the class path, neither in package " + test.getPackageName()
                        + " nor at its root, nor as a file in " + Path.of("").toAbsolutePath());
    }

    private static @Nullable URI uri(@Nullable URL url) {
        try {
            return url == null ? null : url.toURI();
        } catch (URISyntaxException e) {
            throw new ExtensionConfigurationException(url + ": " + e.getReason(), e);
        }
    }

    private static byte[] bytes(URI place) {
        try (InputStream stream = place.toURL().openStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String baseName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
