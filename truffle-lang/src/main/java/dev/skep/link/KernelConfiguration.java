package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Int;
import dev.skep.kernel.KernelVersion;
import dev.skep.object.Extern;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@code .kconfig}: the kernel's build configuration ({@code CONFIG_HZ=250}) and libbpf's own
 * ({@code LINUX_KERNEL_VERSION}). Counterpart: {@code bpf_object__resolve_externs}.
 */
public final class KernelConfiguration {
    private static final byte[] UNSET = {};

    private final Map<String, String> options;
    private final Map<String, String> ofLibbpf;

    private KernelConfiguration(Map<String, String> options, KernelVersion version) {
        this.options = options;
        this.ofLibbpf = Map.of(
                "LINUX_KERNEL_VERSION", Integer.toString(version.code()),
                "LINUX_HAS_BPF_COOKIE", version.atLeast(5, 15) ? "1" : "0",
                "LINUX_HAS_SYSCALL_WRAPPER", version.atLeast(4, 17) ? "1" : "0");
    }

    /** That of the reference kernel, read once: each kernel of each test asks for it. */
    private static final class Reference {
        static final Map<String, String> OPTIONS = options(KernelData.lines("kernel-config.txt"));
    }

    /** That of the reference kernel, as a kernel of this version would have it. */
    public static KernelConfiguration reference(KernelVersion version) {
        return new KernelConfiguration(Reference.OPTIONS, version);
    }

    /**
     * From lines as {@code /proc/config.gz} has them; other lines are skipped.
     *
     * @param version of the kernel, for {@code LINUX_KERNEL_VERSION}
     */
    public static KernelConfiguration of(List<String> lines, KernelVersion version) {
        return new KernelConfiguration(options(lines), version);
    }

    private static Map<String, String> options(List<String> lines) {
        Map<String, String> options = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (line.startsWith("CONFIG_") && equals > 0) {
                options.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return options;
    }

    /**
     * The bytes of a value by the extern's type; empty if the kernel does not have it.
     *
     * @throws RelocationException if the value does not fit the type
     */
    byte[] bytes(String object, Btf btf, Extern extern) {
        String value = ofLibbpf.getOrDefault(extern.name(), options.get(extern.name()));
        if (value == null || value.isEmpty()) {
            return UNSET;
        }
        BtfType type = btf.type(btf.resolve(extern.typeId()));
        int size = (int) btf.sizeOf(extern.typeId());
        byte @Nullable [] bytes = bytes(btf, type, size, value, extern.name().startsWith("LINUX_"));
        if (bytes == null) {
            throw new RelocationException(
                    object, ".kconfig/" + extern.name(), "value " + value, "one that fits " + describe(type, size));
        }
        return bytes;
    }

    private static byte @Nullable [] bytes(Btf btf, BtfType type, int size, String value, boolean virtual) {
        char first = value.charAt(0);
        if (value.length() == 1 && (first == 'y' || first == 'n' || first == 'm')) {
            return triState(type, size, first);
        }
        if (first == '"') {
            return text(btf, type, size, value);
        }
        if (!(type instanceof Int integer) || (integer.bool() && !virtual)) {
            return null;
        }
        try {
            BigInteger number = value.startsWith("0x") ? new BigInteger(value.substring(2), 16) : new BigInteger(value);
            return number(integer, size, number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** {@code y}, {@code m} or {@code n} as a bool, as {@code enum libbpf_tristate}, or as the letter. */
    private static byte @Nullable [] triState(BtfType type, int size, char value) {
        if (type instanceof Enumeration enumeration && enumeration.name().equals("libbpf_tristate")) {
            byte[] bytes = new byte[size];
            bytes[0] = (byte) (value == 'n' ? 0 : value == 'y' ? 1 : 2);
            return bytes;
        }
        if (!(type instanceof Int) || size != 1) {
            return null;
        }
        if (type instanceof Int integer && integer.bool()) {
            return value == 'm' ? null : new byte[] {(byte) (value == 'y' ? 1 : 0)};
        }
        return new byte[] {(byte) value};
    }

    private static byte @Nullable [] text(Btf btf, BtfType type, int size, String value) {
        boolean quoted = value.length() >= 2 && value.endsWith("\"");
        if (!quoted || !(type instanceof Array array) || btf.sizeOf(array.element()) != 1) {
            return null;
        }
        byte[] text = value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(Arrays.copyOf(text, Math.min(text.length, size - 1)), size);
    }

    private static byte @Nullable [] number(Int integer, int size, BigInteger value) {
        int bits = 8 * size;
        BigInteger least = integer.signed() ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most =
                BigInteger.ONE.shiftLeft(integer.signed() ? bits - 1 : bits).subtract(BigInteger.ONE);
        if (size > 8 || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            return null;
        }
        if (integer.bool() && value.compareTo(BigInteger.ONE) > 0) {
            return null;
        }
        byte[] bytes = new byte[size];
        long number = value.longValue();
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (number >>> (8 * i));
        }
        return bytes;
    }

    private static String describe(BtfType type, int size) {
        String name = type.name().isEmpty() ? type.kind().label() : type.name();
        return name + " of " + size + " bytes";
    }
}
