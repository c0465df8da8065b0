package dev.skep.kernel.hook;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A call of a function that has begun: what is attached to its entry has run. */
public final class FunctionCall {
    private final Stage stage;
    private final String name;
    private final long[] arguments;
    private final int returnType;
    private final Registers registers;
    private final long address;
    private final Occurrence occurrence;
    private final Sessions sessions;

    private OptionalLong prevented = OptionalLong.empty();

    FunctionCall(Stage stage, String name, long[] arguments, int returnType) {
        this.stage = stage;
        this.name = name;
        this.arguments = arguments;
        this.returnType = returnType;
        this.registers = new Registers(stage.kernel().structs());
        this.address = stage.kernel().hooks().functionAddress(name);
        this.occurrence = Occurrence.called(address, arguments);
        this.sessions = new Sessions(stage, occurrence);
    }

    FunctionCall enter() {
        registers.call(address, arguments);
        fire(HookKind.KPROBE, registers.address());
        sessions.enter(concerned(HookKind.KPROBE_SESSION), registers.address());
        prevented = occurrence.overridden();
        if (prevented.isEmpty()) {
            fire(HookKind.FENTRY, stage.words(arguments));
            modify();
        }
        return this;
    }

    /** Programs that may prevent the call: the first that returns something else than 0 does. */
    private void modify() {
        long context = stage.words(Arrays.copyOf(arguments, arguments.length + 1));
        for (Hook hook : concerned(HookKind.FMOD_RET)) {
            for (Link link : hook.links()) {
                int value = (int) link.run(stage.invocation(), stage.cpu(), occurrence, context);
                if (value != 0) {
                    prevented = OptionalLong.of(value);
                    return;
                }
            }
        }
    }

    /** What the function returns without having run, since a program decided so; empty if it runs. */
    public OptionalLong prevented() {
        return prevented;
    }

    /** The function returns nothing. */
    public void returns() {
        returns(0L);
    }

    /**
     * The function returns this, unless a program decided otherwise; runs what is attached to its return.
     *
     * @return what it returned
     * @throws IllegalArgumentException if the value does not fit its type
     */
    public long returns(Object value) {
        long given = returnType == 0 && value instanceof Number number
                ? number.longValue()
                : returnType == 0 ? 0 : Arguments.scalar(stage.btf(), returnType, name + " returns", value);
        long result = prevented.orElse(given);
        occurrence.returning(result);
        long[] words = Arrays.copyOf(arguments, arguments.length + 1);
        words[arguments.length] = result;
        fire(HookKind.FEXIT, stage.words(words));
        registers.returning(result);
        sessions.leave(registers.address());
        fire(HookKind.KRETPROBE, registers.address());
        registers.release(stage.kernel().memory());
        return occurrence.overridden().orElse(result);
    }

    private List<Hook> concerned(HookKind kind) {
        return stage.kernel().hooks().concerned(kind, name);
    }

    private void fire(HookKind kind, long context) {
        for (Hook hook : concerned(kind)) {
            hook.fire(stage.invocation(), stage.cpu(), occurrence, context);
        }
    }
}
