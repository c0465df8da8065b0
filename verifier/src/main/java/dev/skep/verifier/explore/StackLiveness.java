package dev.skep.verifier.explore;

import dev.skep.verifier.state.VerifierState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which stack slots may still be read, for each chain of calls; the kernel's {@code kernel/bpf/liveness.c}.
 *
 * <p>While paths are walked, reads and writes are noted for each instruction under the chain of calls that led to it.
 * When a path ends they are propagated backwards, as in any analysis of live variables:
 *
 * <pre>
 *   live before = (live before any successor, without what is surely written) with what may be read
 * </pre>
 *
 * From the first instruction of a function the result goes to the call. A state that is done then forgets slots that
 * nobody reads.
 */
public final class StackLiveness {
    private final Verification verification;
    private final Map<CallChain, Instance> instances = new HashMap<>();
    private final long[] written = new long[VerifierState.MAX_FRAMES];
    private int writer;
    private @Nullable Instance current;

    StackLiveness(Verification verification) {
        this.verification = verification;
    }

    /** The calls that led to a function; the last element is its own first instruction. */
    private record CallChain(String text, int[] callsites) {
        static CallChain of(int[] callsites) {
            StringBuilder text = new StringBuilder("(");
            for (int index = 0; index < callsites.length; index++) {
                text.append(index == 0 ? "" : ",").append(callsites[index]);
            }
            return new CallChain(text.append(')').toString(), callsites);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CallChain chain && Arrays.equals(callsites, chain.callsites);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(callsites);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Marks of one frame at one instruction. */
    private static final class Masks {
        private long mayRead;
        private long mustWrite;
        private long mustWriteLater;
        private long liveBefore;
    }

    /** A function under one chain of calls. */
    private static final class Instance {
        private final CallChain chain;
        private final int depth;
        private final int start;
        private final int length;
        private final int subprogram;
        private final Masks[] @Nullable [] frames;
        private final boolean[] writesKnown;
        private boolean updated;
        private boolean writesDropped;

        Instance(CallChain chain, SubprogramFacts subprogram) {
            this.chain = chain;
            this.depth = chain.callsites.length - 1;
            this.start = subprogram.start;
            this.length = subprogram.end - subprogram.start;
            this.subprogram = subprogram.number;
            this.frames = new Masks[depth + 1][];
            this.writesKnown = new boolean[length];
        }

        @Nullable
        Masks find(int frame, int instruction) {
            Masks[] masks = frame <= depth ? frames[frame] : null;
            return masks == null ? null : masks[instruction - start];
        }

        Masks get(int frame, int instruction) {
            Masks[] masks = frames[frame];
            if (masks == null) {
                masks = new Masks[length];
                Arrays.setAll(masks, index -> new Masks());
                frames[frame] = masks;
            }
            return masks[instruction - start];
        }

        void read(int frame, int instruction, long slots) {
            Masks masks = get(frame, instruction);
            long more = masks.mayRead | slots;
            if (more != masks.mayRead && (more | masks.liveBefore) != masks.liveBefore) {
                updated = true;
            }
            masks.mayRead = more;
        }

        boolean isLive(int frame, int instruction, int slot) {
            Masks masks = find(frame, instruction);
            return masks != null && (masks.liveBefore >>> slot & 1) != 0;
        }
    }

    private Instance instance(VerifierState state, int frame) {
        int[] callsites = new int[frame + 1];
        for (int number = 0; number < frame; number++) {
            callsites[number] = state.frame(number + 1).callsite;
        }
        SubprogramFacts subprogram = verification.subprograms[state.frame(frame).subprogram];
        callsites[frame] = subprogram.start;
        return instances.computeIfAbsent(CallChain.of(callsites), chain -> new Instance(chain, subprogram));
    }

    private Instance outer(Instance inner) {
        int[] callsites = Arrays.copyOf(inner.chain.callsites, inner.depth);
        SubprogramFacts caller = verification.subprogramOf(callsites[inner.depth - 1]);
        if (caller == null) {
            throw new IllegalStateException("no function around " + callsites[inner.depth - 1]);
        }
        callsites[inner.depth - 1] = caller.start;
        return instances.computeIfAbsent(CallChain.of(callsites), chain -> new Instance(chain, caller));
    }

    private Instance current() {
        Instance instance = current;
        if (instance == null) {
            instance = instance(verification.state, verification.state.currentFrame);
            current = instance;
        }
        return instance;
    }

    /** The chain of calls has changed. */
    public void resetChain() {
        current = null;
    }

    /** The current instruction may read this slot. */
    public void read(int frame, int slot) {
        current().read(frame, verification.instruction, 1L << slot);
    }

    /** The current instruction surely writes all of this slot. */
    public void write(int frame, int slot) {
        written[frame] |= 1L << slot;
    }

    void beginInstruction(int instruction) {
        beginWrites(current(), instruction);
    }

    private void beginWrites(Instance instance, int instruction) {
        writer = instruction;
        Arrays.fill(written, 0, instance.depth + 1, 0);
    }

    void commitWrites() {
        Instance instance = current;
        if (instance != null) {
            commitWrites(instance);
        }
    }

    private void commitWrites(Instance instance) {
        int index = writer - instance.start;
        for (int frame = 0; frame <= instance.depth; frame++) {
            long slots = written[frame];
            if (slots == 0 && !instance.writesKnown[index]) {
                continue;
            }
            Masks masks = instance.get(frame, writer);
            // The kernel keeps the old mask in 32 bits here; slots above 31 are taken for new each time.
            long before = masks.mustWrite & 0xffff_ffffL;
            if (instance.writesKnown[index]) {
                slots &= before;
            }
            if (before != slots) {
                masks.mustWrite = slots;
                instance.updated = true;
            }
            if ((before & ~slots) != 0) {
                instance.writesDropped = true;
            }
        }
        instance.writesKnown[index] = true;
        writer = 0;
    }

    /** Propagates the marks of all functions of the current chain. */
    public void update() {
        resetChain();
        for (int frame = verification.state.currentFrame; frame >= 0; frame--) {
            Instance instance = instance(verification.state, frame);
            if (instance.updated) {
                update(instance);
                instance.updated = false;
                instance.writesDropped = false;
            }
        }
    }

    private void update(Instance instance) {
        if (instance.writesDropped) {
            for (Masks[] masks : instance.frames) {
                if (masks != null) {
                    for (Masks mask : masks) {
                        mask.mustWriteLater = 0;
                    }
                }
            }
        }
        int[] order = verification.flow.postorder(instance.subprogram);
        int rounds = 0;
        boolean changed = true;
        while (changed) {
            rounds++;
            changed = false;
            for (int frame = 0; frame <= instance.depth; frame++) {
                if (instance.frames[frame] != null) {
                    for (int instruction : order) {
                        changed |= update(instance, frame, instruction);
                    }
                }
            }
        }
        if (verification.log.showsEverything()) {
            verification.log.line(instance.chain + " live stack update done in " + rounds + " iterations");
        }
        if (instance.depth > 0) {
            propagateToCaller(instance);
        }
    }

    private void propagateToCaller(Instance instance) {
        Instance outer = outer(instance);
        int callsite = instance.chain.callsites[instance.depth - 1];
        beginWrites(outer, callsite);
        for (int frame = 0; frame < instance.depth; frame++) {
            Masks masks = instance.find(frame, instance.start);
            if (masks != null) {
                written[frame] |= masks.mustWriteLater;
                outer.read(frame, callsite, masks.liveBefore);
            }
        }
        commitWrites(outer);
    }

    private boolean update(Instance instance, int frame, int instruction) {
        int[] successors = verification.flow.successors(instruction);
        if (successors.length == 0) {
            return false;
        }
        Masks masks = instance.get(frame, instruction);
        long liveAfter = 0;
        long writtenLater = -1;
        for (int successor : successors) {
            Masks next = instance.get(frame, successor);
            liveAfter |= next.liveBefore;
            writtenLater &= next.mustWriteLater;
        }
        writtenLater |= masks.mustWrite;
        long liveBefore = liveAfter & ~masks.mustWrite | masks.mayRead;
        boolean changed = liveBefore != masks.liveBefore || writtenLater != masks.mustWriteLater;
        if (changed
                && verification.log.showsEverything()
                && (masks.mayRead != 0
                        || masks.mustWrite != 0
                        || instruction == instance.start
                        || verification.flow.isPrunePoint(instruction))) {
            show(instance, frame, instruction, "live", masks.liveBefore, liveBefore);
            show(instance, frame, instruction, "written", masks.mustWriteLater, writtenLater);
        }
        masks.liveBefore = liveBefore;
        masks.mustWriteLater = writtenLater;
        return changed;
    }

    private void show(Instance instance, int frame, int instruction, String what, long before, long after) {
        long gained = after & ~before;
        long lost = before & ~after;
        if ((gained | lost) == 0) {
            return;
        }
        StringBuilder text = new StringBuilder();
        text.append(instance.chain)
                .append(" frame ")
                .append(frame)
                .append(" insn ")
                .append(instruction)
                .append(' ');
        if (gained != 0) {
            text.append('+').append(what).append(' ').append(slots(gained)).append(' ');
        }
        if (lost != 0) {
            text.append('-').append(what).append(' ').append(slots(lost));
        }
        verification.log.line(text.toString());
    }

    /** {@code -8,-24} for the slots 0 and 2. */
    static String slots(long mask) {
        StringBuilder text = new StringBuilder();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            text.append(text.isEmpty() ? "" : ",").append(-(slot + 1) * 8);
        }
        return text.toString();
    }

    /** What may still be read in a state that is done. */
    Query query(VerifierState state) {
        Instance[] chain = new Instance[state.currentFrame + 1];
        for (int frame = 0; frame < chain.length; frame++) {
            chain[frame] = instance(state, frame);
        }
        return new Query(chain, state.instruction);
    }

    /** Answers for one state. */
    final class Query {
        private final Instance[] chain;
        private final int instruction;

        private Query(Instance[] chain, int instruction) {
            this.chain = chain;
            this.instruction = instruction;
        }

        boolean isLive(int frame, int slot) {
            Instance innermost = chain[chain.length - 1];
            if (innermost.isLive(frame, instruction, slot)) {
                return true;
            }
            for (int outer = frame; outer < chain.length - 1; outer++) {
                int callsite = innermost.chain.callsites[outer];
                int from = verification.flow.callsCallback(callsite) ? callsite : callsite + 1;
                if (chain[outer].isLive(frame, from, slot)) {
                    return true;
                }
            }
            return false;
        }
    }
}
