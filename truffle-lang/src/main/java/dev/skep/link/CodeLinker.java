package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Func;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.link.LinkedCode.Placed;
import dev.skep.object.FunctionSpec;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.object.Relocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts a program together: behind its entry function stand the functions that it calls, each once, in the order in
 * which the calls are met when every call is followed at once; then maps, variables and externs are filled in.
 * Counterparts: {@code bpf_object__reloc_code}, {@code bpf_object__relocate_data}.
 *
 * <pre>
 *   main calls a, c; a calls b:      main | a | b | c
 * </pre>
 */
final class CodeLinker {
    private static final String EXCEPTION_CALLBACK = "exception_callback:";
    private static final int CALL_KFUNC = 2;
    private static final long IMMEDIATE = 0xffff_ffff_0000_0000L;

    private final ObjectSpec object;
    private final ProgramSpec program;
    private final ResolvedExterns externs;
    private final CoreRelocations core;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<Integer, Integer> slots = new HashMap<>();
    private long[] code = {};

    private CodeLinker(ObjectSpec object, ProgramSpec program, ResolvedExterns externs, KernelTypes kernel) {
        this.object = object;
        this.program = program;
        this.externs = externs;
        this.core = new CoreRelocations(object, kernel);
    }

    /** @throws RelocationException if an instruction refers to what is not there */
    static LinkedCode link(ObjectSpec object, ProgramSpec program, ResolvedExterns externs, KernelTypes kernel) {
        return new CodeLinker(object, program, externs, kernel).link();
    }

    /** A function whose calls are being followed. */
    private record Walk(Placed at, Iterator<Relocation> relocations) {}

    private LinkedCode link() {
        follow(append(program.function()));
        int callback = exceptionCallback();
        if (callback >= 0 && !slots.containsKey(callback)) {
            follow(append(callback));
        }
        for (Placed at : placed) {
            at.function().relocations().forEach(relocation -> fillIn(at, relocation));
        }
        return new LinkedCode(Bytecode.of(code), List.copyOf(placed), functionRecords(), lineRecords());
    }

    private Placed append(int function) {
        slots.put(function, code.length);
        return append(object.functions().get(function));
    }

    private Placed append(FunctionSpec function) {
        Placed at = new Placed(function, code.length);
        placed.add(at);
        long[] own = new long[function.code().size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = function.code().word(i);
        }
        core.apply(function, own);
        forgetDescriptors(function, own);
        code = Arrays.copyOf(code, code.length + own.length);
        System.arraycopy(own, 0, code, at.slot(), own.length);
        return at;
    }

    /**
     * A map's descriptor that the source wrote itself is none of this object's maps, whose positions stand there here.
     */
    private void forgetDescriptors(FunctionSpec function, long[] own) {
        BitSet relocated = new BitSet();
        function.relocations().forEach(relocation -> relocated.set(relocation.slot()));
        for (int slot = 0; slot < own.length; slot += function.code().at(slot).slots()) {
            if (!relocated.get(slot)
                    && function.code().at(slot) instanceof LoadPseudo load
                    && (load.kind() == PseudoSource.MAP_FD || load.kind() == PseudoSource.MAP_VALUE)) {
                own[slot] |= IMMEDIATE;
            }
        }
    }

    private void follow(Placed first) {
        Deque<Walk> walks = new ArrayDeque<>();
        walks.push(new Walk(first, first.function().relocations().iterator()));
        while (!walks.isEmpty()) {
            Walk walk = walks.peek();
            if (!walk.relocations().hasNext()) {
                walks.pop();
                continue;
            }
            int target = switch (walk.relocations().next()) {
                case Relocation.Call call -> call.function();
                case Relocation.FunctionAddress address -> address.function();
                case Relocation.MapDescriptor _,
                        Relocation.MapData _,
                        Relocation.ExternAddress _,
                        Relocation.ExternCall _,
                        Relocation.Unresolved _ -> -1;
            };
            if (target >= 0 && !slots.containsKey(target)) {
                Placed next = append(target);
                walks.push(new Walk(next, next.function().relocations().iterator()));
            }
        }
    }

    /** A program names the function that runs when it throws by a tag on its own function. */
    private int exceptionCallback() {
        Btf btf = object.btf();
        for (int id = 1; btf != null && id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.type(id) instanceof DeclTag tag
                    && tag.component() == -1
                    && tag.name().startsWith(EXCEPTION_CALLBACK)
                    && btf.type(tag.target()) instanceof Func function
                    && function.name().equals(program.name())) {
                return functionNamed(tag.name().substring(EXCEPTION_CALLBACK.length()));
            }
        }
        return -1;
    }

    private int functionNamed(String name) {
        for (int i = 0; i < object.functions().size(); i++) {
            FunctionSpec function = object.functions().get(i);
            if (function.name().equals(name) && function.linkage() == FunctionSpec.Linkage.GLOBAL) {
                return i;
            }
        }
        throw new RelocationException(
                object.name(),
                program.section() + "/" + program.name(),
                "exception callback '" + name + "'",
                "a global function in .text");
    }

    private void fillIn(Placed at, Relocation relocation) {
        int slot = at.slot() + relocation.slot();
        switch (relocation) {
            case Relocation.Call call -> setImmediate(slot, target(call.function()) - slot - 1);
            case Relocation.FunctionAddress address -> {
                setSource(slot, PseudoSource.FUNC.code());
                setImmediate(slot, target(address.function()) - slot - 1);
            }
            case Relocation.MapDescriptor map -> {
                setSource(slot, PseudoSource.MAP_FD.code());
                setImmediate(slot, map.map());
            }
            case Relocation.MapData data -> {
                setSource(slot, PseudoSource.MAP_VALUE.code());
                setImmediate(slot, data.map());
                setNextImmediate(at, relocation, data.offset());
            }
            case Relocation.ExternAddress extern -> fillInExtern(at, relocation, externs.value(extern.extern()));
            case Relocation.ExternCall extern -> {
                setSource(slot, CALL_KFUNC);
                setImmediate(
                        slot,
                        externs.value(extern.extern()) instanceof ResolvedExterns.Value.Typed(int btfId) ? btfId : 0);
            }
            case Relocation.Unresolved(int _, String found, String expected) ->
                throw new RelocationException(object.name(), where(at, relocation), found, expected);
        }
    }

    private void fillInExtern(Placed at, Relocation relocation, ResolvedExterns.Value value) {
        int slot = at.slot() + relocation.slot();
        switch (value) {
            case ResolvedExterns.Value.Configuration(int offset) -> {
                setSource(slot, PseudoSource.MAP_VALUE.code());
                setImmediate(slot, externs.configurationMap());
                setNextImmediate(at, relocation, offset);
            }
            case ResolvedExterns.Value.Typed(int btfId) -> {
                setSource(slot, PseudoSource.BTF_ID.code());
                setImmediate(slot, btfId);
                setNextImmediate(at, relocation, 0);
            }
            case ResolvedExterns.Value.Address(long address) -> {
                setImmediate(slot, (int) address);
                setNextImmediate(at, relocation, (int) (address >>> 32));
            }
            case ResolvedExterns.Value.NoFunction() -> {
                setImmediate(slot, 0);
                setNextImmediate(at, relocation, 0);
            }
        }
    }

    private int target(int function) {
        Integer slot = slots.get(function);
        if (slot == null) {
            throw new IllegalStateException("function " + function + " was not placed");
        }
        return slot;
    }

    private void setImmediate(int slot, int value) {
        code[slot] = (code[slot] & ~IMMEDIATE) | Integer.toUnsignedLong(value) << 32;
    }

    /** A load of 64 bits has the second half of its value in the slot behind it. */
    private void setNextImmediate(Placed at, Relocation relocation, int value) {
        if (relocation.slot() + 1 >= at.function().code().size()) {
            throw new RelocationException(
                    object.name(), where(at, relocation), "half of a load of 64 bits", "its second half behind it");
        }
        setImmediate(at.slot() + relocation.slot() + 1, value);
    }

    private void setSource(int slot, int source) {
        RawInstruction raw = RawInstruction.of(code[slot]);
        code[slot] = new RawInstruction(raw.opcode(), raw.dst(), source, raw.offset(), raw.immediate()).toLong();
    }

    private static String where(Placed at, Relocation relocation) {
        return at.function().section() + "/" + at.function().name() + ": instruction " + relocation.slot();
    }

    /** All functions have a record, or none has: the kernel takes nothing between. */
    private List<FunctionRecord> functionRecords() {
        if (placed.getFirst().function().functionRecords().isEmpty()) {
            return List.of();
        }
        return placed.stream().flatMap(this::functionRecords).toList();
    }

    private Stream<FunctionRecord> functionRecords(Placed at) {
        requireRecords(at, at.function().functionRecords(), "function");
        return at.function().functionRecords().stream()
                .map(function -> new FunctionRecord(at.slot() + function.slot(), function.typeId()));
    }

    private List<LineRecord> lineRecords() {
        if (placed.getFirst().function().lineRecords().isEmpty()) {
            return List.of();
        }
        return placed.stream().flatMap(this::lineRecords).toList();
    }

    private Stream<LineRecord> lineRecords(Placed at) {
        requireRecords(at, at.function().lineRecords(), "line");
        return at.function().lineRecords().stream()
                .map(r -> new LineRecord(at.slot() + r.slot(), r.file(), r.text(), r.line(), r.column()));
    }

    private void requireRecords(Placed at, List<?> records, String kind) {
        if (records.isEmpty()) {
            throw new RelocationException(
                    object.name(),
                    at.function().section() + "/" + at.function().name(),
                    "no " + kind + " information",
                    "some, as program " + program.name() + " has");
        }
    }
}
