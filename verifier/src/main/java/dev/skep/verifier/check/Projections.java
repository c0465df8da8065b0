package dev.skep.verifier.check;

/** Structs of which programs see something else; the kernel's {@code btf_is_projection_of()}. */
final class Projections {
    private Projections() {}

    /** Whether programs see the second struct as the first one. */
    static boolean isOf(String seen, String real) {
        return (seen.equals("__sk_buff") && real.equals("sk_buff"))
                || (seen.equals("xdp_md") && real.equals("xdp_buff"));
    }
}
