package dev.skep.kernel;

/** A release of Linux, as {@code uname -r} begins. Counterpart: {@code KERNEL_VERSION(a, b, c)}. */
public record KernelVersion(int major, int minor, int patch) implements Comparable<KernelVersion> {

    /** The reference: what this project was measured against. */
    public static final KernelVersion REFERENCE = new KernelVersion(6, 18, 44);

    /**
     * Reads {@code 6.18} or {@code 6.18.44}; what follows the numbers ({@code -rc1}, {@code -generic}) is not looked
     * at.
     */
    public static KernelVersion parse(String text) {
        String[] parts = text.split("[^0-9]", 4);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(
                    "kernel version " + text + ": expected MAJOR.MINOR or MAJOR.MINOR.PATCH");
        }
        try {
            int patch = parts.length < 3 || parts[2].isEmpty() ? 0 : Integer.parseInt(parts[2]);
            return new KernelVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), patch);
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("kernel version " + text + ": a number is too large", tooLarge);
        }
    }

    /** {@code LINUX_VERSION_CODE}: a byte each; the patch level saturates at 255. */
    public int code() {
        return (major << 16) + (minor << 8) + Math.min(patch, 255);
    }

    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    @Override
    public int compareTo(KernelVersion other) {
        if (major != other.major) {
            return Integer.compare(major, other.major);
        }
        return minor != other.minor ? Integer.compare(minor, other.minor) : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
