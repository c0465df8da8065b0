package dev.skep.btf;

/**
 * Variants of a type that go by one name: what follows the last three underscores is for the reader only, so that
 * {@code task_struct___old} is a {@code task_struct}. Counterpart: {@code bpf_core_essential_name_len}.
 */
public final class Flavor {
    private static final int UNDERSCORES = 3;

    private Flavor() {}

    /** The name without its flavor. */
    public static String essentialName(String name) {
        int underscores = 0;
        int end = name.length();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '_') {
                underscores++;
            } else {
                if (underscores == UNDERSCORES && i > UNDERSCORES) {
                    end = i - UNDERSCORES;
                }
                underscores = 0;
            }
        }
        return name.substring(0, end);
    }

    /** The same of the NUL-terminated bytes from {@code start}: where the essential name ends. */
    static int essentialEnd(byte[] strings, int start) {
        int underscores = 0;
        int end = -1;
        int i = start;
        for (; strings[i] != 0; i++) {
            if (strings[i] == '_') {
                underscores++;
            } else {
                if (underscores == UNDERSCORES && i - start > UNDERSCORES) {
                    end = i - UNDERSCORES;
                }
                underscores = 0;
            }
        }
        return end < 0 ? i : end;
    }
}
