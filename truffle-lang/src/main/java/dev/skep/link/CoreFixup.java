package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.link.LinkedCode.Placed;
import dev.skep.link.core.CoreRelocator;
import dev.skep.object.CoreRelocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in a verifier's log which relocation left the call of an unknown helper that the verifier refused. Counterpart:
 * {@code fixup_verifier_log}.
 */
final class CoreFixup {
    private static final String REFUSAL = "invalid func unknown#195896080";
    private static final Pattern CALL = Pattern.compile("(\\d+): \\(\\d+\\) call unknown#195896080");

    /** How many lines from the end libbpf looks at. */
    private static final int LAST_LINES = 10;

    private CoreFixup() {}

    /** The log with the call and its refusal replaced by libbpf's words; as it is, if it ends otherwise. */
    static String fixUp(Btf types, LinkedCode code, String log) {
        List<String> lines = new ArrayList<>(List.of(log.split("\n", -1)));
        int end = lines.size() - (log.endsWith("\n") ? 1 : 0);
        for (int i = end - 1; i >= Math.max(1, end - LAST_LINES); i--) {
            Matcher call = CALL.matcher(lines.get(i - 1));
            if (lines.get(i).equals(REFUSAL) && call.lookingAt()) {
                int slot = Integer.parseInt(call.group(1));
                Optional<CoreRelocation> relocation = relocationAt(code, slot);
                if (relocation.isPresent()) {
                    lines.set(i - 1, slot + ": <invalid CO-RE relocation>");
                    lines.set(i, "failed to resolve CO-RE relocation " + CoreRelocator.text(types, relocation.get()));
                }
                break;
            }
        }
        return String.join("\n", lines);
    }

    /** The first instruction that must not be reached; -1 without any. */
    static int firstPoisoned(LinkedCode code) {
        for (int slot = 0; slot < code.code().size(); slot++) {
            if (CoreRelocator.isPoisoned(code.code().word(slot))) {
                return slot;
            }
        }
        return -1;
    }

    private static Optional<CoreRelocation> relocationAt(LinkedCode code, int slot) {
        for (Placed at : code.functions()) {
            for (CoreRelocation relocation : at.function().coreRelocations()) {
                if (at.slot() + relocation.slot() == slot) {
                    return Optional.of(relocation);
                }
            }
        }
        return Optional.empty();
    }
}
