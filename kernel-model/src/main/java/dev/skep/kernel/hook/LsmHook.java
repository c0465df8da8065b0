package dev.skep.kernel.hook;

import dev.skep.kernel.task.Task;
import java.util.Arrays;
import java.util.Map;

/** A question to the security modules; a program's denial is its outcome. */
public final class LsmHook {
    private final Stage stage;
    private final String name;
    private final Arguments arguments;

    LsmHook(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.arguments = stage.arguments(
                "lsm/" + name,
                stage.prototype("security hook", "bpf_lsm_", name).params());
    }

    /** It is asked on this CPU. */
    public LsmHook on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is asked on behalf of this task. */
    public LsmHook by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * Asks, with arguments in order.
     *
     * @return 0, or what the first program said that said something else: a negative errno
     * @throws IllegalArgumentException if the arguments do not fit the hook's types
     */
    public int asked(Object... values) {
        return ask(arguments.inOrder(values));
    }

    /** As {@link #asked(Object...)}, by the names of the parameters; those that are left out are zero. */
    public int asked(Map<String, ?> values) {
        return ask(arguments.byName(values));
    }

    private int ask(long[] registers) {
        // Behind the arguments stands what the programs before returned.
        long context = stage.words(Arrays.copyOf(registers, registers.length + 1));
        Occurrence occurrence = Occurrence.called(stage.kernel().hooks().functionAddress("bpf_lsm_" + name), registers);
        for (Hook hook : stage.kernel().hooks().concerned(HookKind.LSM, name)) {
            for (Link link : hook.links()) {
                int answer = (int) link.run(stage.invocation(), stage.cpu(), occurrence, context);
                if (answer != 0) {
                    return answer;
                }
            }
        }
        return 0;
    }
}
