package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.Flavor;
import dev.skep.btf.MalformedBtfException;
import dev.skep.object.CoreKind;
import dev.skep.object.CoreRelocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Relocates instructions by the types of an object and of a kernel. Candidates are the kernel's types of the same name
 * and kind, whatever their flavor; where several have the field, all must have it in the same place, and the others are
 * forgotten. Counterpart: {@code bpf_core_resolve_relo}, and the cache of candidates that an object has there.
 */
public final class CoreRelocator {
    private final Btf local;
    private final Btf target;
    private final Map<Integer, List<Integer>> candidates = new HashMap<>();

    public CoreRelocator(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    /**
     * Relocates one instruction.
     *
     * @param code of the function
     * @throws UnresolvableException if it cannot be decided, or the instruction is none that can be relocated
     */
    public void relocate(long[] code, CoreRelocation relocation) {
        try {
            InstructionPatch.apply(code, relocation.slot(), decide(relocation));
        } catch (MalformedBtfException e) {
            throw new UnresolvableException(String.valueOf(e.getMessage()), "types that can be followed");
        }
    }

    /**
     * What the relocation is about, in libbpf's words: {@code <byte_off> [7] struct task_struct.pid (0:3 @ offset 8)}.
     *
     * @throws UnresolvableException if it leads nowhere
     */
    public static String text(Btf local, CoreRelocation relocation) {
        return spec(local, relocation).text();
    }

    /** Whether the relocation left an instruction that must not be reached. */
    public static boolean isPoisoned(long slot) {
        return (slot >>> 32) == InstructionPatch.POISON && (slot & 0xffff_ffffL) == 0x85;
    }

    private static AccessSpec spec(Btf local, CoreRelocation relocation) {
        CoreKind kind = CoreKind.of(relocation.kind())
                .orElseThrow(() -> new UnresolvableException(
                        "relocation of kind " + Integer.toUnsignedString(relocation.kind()),
                        "0 to " + (CoreKind.values().length - 1)));
        if (relocation.typeId() < 0 || relocation.typeId() >= local.typeCount()) {
            throw new UnresolvableException(
                    "type " + Integer.toUnsignedString(relocation.typeId()), "one of " + local.typeCount());
        }
        return AccessSpec.parse(local, relocation.typeId(), relocation.access(), kind);
    }

    private Decision decide(CoreRelocation relocation) {
        AccessSpec spec = spec(local, relocation);
        if (spec.kind == CoreKind.TYPE_ID_LOCAL) {
            return new Decision(spec.rootType, spec.rootType, false, false, Decision.Widths.NONE);
        }
        if (local.name(spec.rootType).isEmpty()) {
            throw new UnresolvableException("<" + spec.kind.label() + "> of an anonymous type", "a type with a name");
        }
        List<Integer> known = candidates.computeIfAbsent(spec.rootType, this::search);
        List<Integer> matching = new ArrayList<>();
        SpecMatch match = new SpecMatch(spec, target);
        Choice choice = null;
        for (int candidate : known) {
            AccessSpec found = match.in(candidate);
            if (found != null) {
                choice = agreed(choice, new Choice(found, RelocationValue.decide(spec, found)));
                matching.add(candidate);
            }
        }
        if (choice == null) {
            return RelocationValue.decide(spec, null);
        }
        candidates.put(spec.rootType, matching);
        return choice.decision();
    }

    private record Choice(AccessSpec spec, Decision decision) {}

    private static Choice agreed(@Nullable Choice first, Choice next) {
        if (first == null) {
            return next;
        }
        if (first.spec().bitOffset != next.spec().bitOffset || !first.decision().agreesWith(next.decision())) {
            throw new UnresolvableException(
                    "an ambiguity: " + first.spec().text() + " is "
                            + Long.toUnsignedString(first.decision().value()) + ", "
                            + next.spec().text() + " is "
                            + Long.toUnsignedString(next.decision().value()),
                    "all types of the name to agree");
        }
        return first;
    }

    private List<Integer> search(int localType) {
        BtfType type = local.type(localType);
        List<Integer> found = new ArrayList<>();
        for (int id : target.findFlavors(Flavor.essentialName(type.name()))) {
            if (Kinds.alike(type, target.type(id))) {
                found.add(id);
            }
        }
        return found;
    }
}
