package dev.skep.hostkernel.random;

import dev.skep.btf.BtfType.Linkage;
import dev.skep.hostkernel.random.Workshop.Function;
import dev.skep.hostkernel.random.Workshop.Kind;
import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.kernel.map.MapType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Branches, loops of all sorts, and calls of functions. */
final class FlowStatements {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FUNCTIONS = 5;

    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final Runnable block;

    /** @param block writes some statements */
    FlowStatements(Workshop shop, Runnable block) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.block = block;
    }

    void write() {
        if (shop.depth >= MAX_DEPTH) {
            return;
        }
        switch (chance.below(14)) {
            case 0, 1, 2, 3, 4 -> branch();
            case 5, 6 -> countedLoop();
            case 7 -> mayGotoLoop();
            case 8 -> iteratorLoop();
            case 9 -> loopHelper();
            case 10 -> forEach();
            case 11 -> leave();
            default -> call();
        }
    }

    private void within(Runnable body) {
        shop.depth++;
        body.run();
        shop.depth--;
    }

    private void branch() {
        CodeWriter.Label otherwise = new CodeWriter.Label();
        CodeWriter.Label end = new CodeWriter.Label();
        Register left = shop.number();
        Operand right = chance.percent(70) ? new Immediate(chance.edge32()) : shop.number();
        code.branch(chance.width(), chance.condition(), left, right, otherwise);
        Belief before = shop.belief.copy();
        within(block);
        if (chance.percent(50)) {
            code.place(otherwise);
            shop.belief.meet(before);
            return;
        }
        if (chance.percent(15)) {
            code.longJump(end);
        } else {
            code.jump(end);
        }
        code.place(otherwise);
        Belief then = shop.belief.copy();
        shop.belief.become(before);
        within(block);
        code.place(end);
        shop.belief.meet(then);
    }

    /** What a loop must find again in its next round. */
    private Belief enterLoop(Register counter) {
        shop.loops++;
        for (int i = 0; i <= 5; i++) {
            if (Register.of(i) != counter) {
                shop.belief.set(Register.of(i), Content.nothing());
            }
        }
        shop.belief.forgetNumbers();
        Belief outside = shop.belief.copy();
        shop.belief.pinned.add(counter);
        shop.belief.with(Content::isPointer).forEach(shop.belief.pinned::add);
        return outside;
    }

    private void leaveLoop(Belief outside) {
        shop.loops--;
        Belief after = shop.belief.copy();
        shop.belief.become(outside);
        for (int i = 0; i <= 5; i++) {
            shop.belief.set(Register.of(i), Content.nothing());
        }
        shop.belief.meet(after);
    }

    private void countedLoop() {
        Register counter = shop.lastingTarget();
        if (counter == Register.R0 || shop.loops >= 2) {
            return;
        }
        int rounds = chance.of(1, 2, 3, 5, 8, shop.loops == 0 ? 40 : 4);
        boolean down = chance.percent(40);
        code.move(counter, down ? rounds : 0);
        shop.belief.set(counter, Content.anyNumber());
        Belief outside = enterLoop(counter);
        CodeWriter.Label head = new CodeWriter.Label();
        code.place(head);
        within(block);
        code.emit(new Alu(chance.width(), down ? AluOperator.SUB : AluOperator.ADD, counter, new Immediate(1)));
        Condition condition = down
                ? chance.of(Condition.NE, Condition.SGT, Condition.GT)
                : chance.of(Condition.NE, Condition.LT, Condition.SLT);
        code.branch(chance.width(), condition, counter, new Immediate(down ? 0 : rounds), head);
        leaveLoop(outside);
    }

    private void mayGotoLoop() {
        if (shop.loops >= 2) {
            return;
        }
        // how often it goes on is a matter of time, unless the body leaves
        shop.repeatable = false;
        Register counter = shop.lastingTarget();
        Belief outside = enterLoop(counter);
        CodeWriter.Label head = new CodeWriter.Label();
        CodeWriter.Label end = new CodeWriter.Label();
        code.place(head);
        code.mayGoto(end);
        within(block);
        code.jump(head);
        code.place(end);
        leaveLoop(outside);
    }

    private void iteratorLoop() {
        int place = shop.stackPlace(8) / 8 * 8;
        if (shop.loops >= 2 || place >= 0 || shop.belief.isPinned(place, 8)) {
            return;
        }
        int slot = -place / 8 - 1;
        shop.stackPointer(Register.R1, place);
        code.move(Register.R2, chance.of(0, 0, -3, 5));
        code.move(Register.R3, chance.of(10, 3, 0, 1000));
        shop.call("bpf_iter_num_new");
        shop.belief.wrote(place, 8, Content.nothing());
        Register free = shop.lastingTarget();
        Belief outside = enterLoop(free);
        shop.belief.pinnedSlots[slot] = true;
        outside.pinnedSlots[slot] = true;
        CodeWriter.Label head = new CodeWriter.Label();
        CodeWriter.Label end = new CodeWriter.Label();
        code.place(head);
        shop.stackPointer(Register.R1, place);
        shop.call("bpf_iter_num_next");
        code.branch(Condition.EQ, Register.R0, 0, end);
        shop.belief.set(Register.R0, new Content.Memory(4, Content.Kind.READ_ONLY_VALUE));
        if (chance.percent(60)) {
            code.load(MemorySize.U32, Register.R0, Register.R0, 0);
            shop.belief.set(Register.R0, Content.anyNumber());
        }
        within(block);
        code.jump(head);
        code.place(end);
        leaveLoop(outside);
        shop.belief.pinnedSlots[slot] = false;
        if (!chance.percent(3)) {
            shop.stackPointer(Register.R1, place);
            shop.call("bpf_iter_num_destroy");
        }
        shop.belief.called();
    }

    private Function declare(Kind kind, List<Content> arguments) {
        int typeId = shop.types.declare(kind == Kind.GLOBAL ? Linkage.GLOBAL : Linkage.STATIC, arguments);
        Function function =
                new Function(new CodeWriter.Label(), kind, List.copyOf(arguments), typeId, shop.callDepth + 1);
        shop.functions.add(function);
        shop.pending.add(function);
        if (kind != Kind.STATIC) {
            shop.needsTypes = true;
        }
        return function;
    }

    private boolean mayDeclare() {
        return shop.functions.size() < MAX_FUNCTIONS && shop.callDepth < 3;
    }

    private void loopHelper() {
        if (!mayDeclare()) {
            return;
        }
        int place = shop.stackPlace(8) / 8 * 8;
        if (place >= 0) {
            return;
        }
        shop.fillStack(place, 8);
        Function callback =
                declare(Kind.CALLBACK, List.of(new Content.Scalar(Integer.MAX_VALUE), new Content.Frame(0)));
        int rounds = chance.of(0, 1, 4, 100, 8 << 20, (8 << 20) + 1);
        // What takes minutes is only judged.
        shop.repeatable &= rounds != 8 << 20;
        code.move(Register.R1, rounds);
        code.loadFunction(Register.R2, callback.label());
        if (chance.percent(80)) {
            shop.stackPointer(Register.R3, place);
        } else {
            code.move(Register.R3, 0);
        }
        code.move(Register.R4, chance.percent(97) ? 0 : 1);
        code.help(181);
        shop.belief.called();
        shop.belief.wrote(place, 8, Content.anyNumber());
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void forEach() {
        if (!mayDeclare()) {
            return;
        }
        int map = shop.map(chance.of(MapType.ARRAY, MapType.HASH), List.of(4), List.of(8, 16));
        Function callback = declare(
                Kind.CALLBACK,
                List.of(
                        Content.nothing(),
                        new Content.Memory(4, Content.Kind.READ_ONLY_VALUE),
                        new Content.Memory(shop.maps.get(map).valueSize(), Content.Kind.MAP_VALUE),
                        Content.nothing()));
        code.map(Register.R1, map);
        code.loadFunction(Register.R2, callback.label());
        code.move(Register.R3, 0);
        code.move(Register.R4, 0);
        code.help(164);
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void call() {
        if (!mayDeclare()) {
            return;
        }
        boolean global = chance.percent(40);
        List<Content> arguments = new ArrayList<>();
        List<Register> sources = new ArrayList<>();
        int count = chance.below(4);
        for (int i = 0; i < count; i++) {
            argument(global, arguments, sources);
        }
        Function again = reusable(global, arguments);
        Function function = again != null ? again : declare(global ? Kind.GLOBAL : Kind.STATIC, arguments);
        // from high to low through the stack would be exact; this overwrites now and then, which is a program too
        for (int i = 0; i < sources.size(); i++) {
            Register source = sources.get(i);
            Register target = Register.of(i + 1);
            if (source != target) {
                code.move(target, source);
            }
        }
        code.callSubprogram(function.label());
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
        if (global) {
            shop.belief.forgetPackets();
        }
    }

    private @Nullable Function reusable(boolean global, List<Content> arguments) {
        for (Function function : shop.functions) {
            if (function.kind() == (global ? Kind.GLOBAL : Kind.STATIC)
                    && function.arguments().equals(arguments)
                    && function.callDepth() > shop.callDepth
                    && chance.percent(50)) {
                return function;
            }
        }
        return null;
    }

    private void argument(boolean global, List<Content> arguments, List<Register> sources) {
        Register context = shop.context();
        switch (chance.below(4)) {
            case 0 -> {
                if (context != null) {
                    arguments.add(new Content.Context());
                    sources.add(context);
                }
            }
            case 1 -> {
                var values = shop.belief.with(content -> content instanceof Content.Memory memory
                        && memory.size() >= 16
                        && memory.kind() == Content.Kind.MAP_VALUE);
                if (!values.isEmpty()) {
                    arguments.add(
                            global
                                    ? new Content.MaybeMemory(16, Content.Kind.ARGUMENT)
                                    : new Content.Memory(16, Content.Kind.ARGUMENT));
                    sources.add(chance.of(values));
                }
            }
            default -> {
                var numbers = shop.belief.with(Content::isNumber);
                if (!numbers.isEmpty()) {
                    arguments.add(new Content.Scalar(chance.percent(50) ? Integer.MAX_VALUE : -1));
                    sources.add(chance.of(numbers));
                }
            }
        }
    }

    private void leave() {
        if (shop.loops > 0 && chance.percent(50)) {
            return;
        }
        CodeWriter.Label on = new CodeWriter.Label();
        Register left = shop.number();
        code.branch(chance.width(), chance.condition(), left, new Immediate(chance.edge32()), on);
        code.move(Register.R0, chance.below(3));
        code.emit(new Instruction.Exit());
        code.place(on);
    }
}
