package dev.skep.verifier.check;

import dev.skep.helper.CType;
import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.helper.KfuncPrototype.Parameter;
import dev.skep.helper.KfuncPrototype.Suffix;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.transfer.NullChecks;

/** Arguments of kernel functions, by their prototypes; the kernel's {@code check_kfunc_args()}. */
final class KfuncArguments {
    private static final String READ_ONLY_SIZE = "rdonly_buf_size";
    private static final String READ_WRITE_SIZE = "rdwr_buf_size";

    private final Verification verification;
    private final KfuncArgumentKinds kinds;
    private final HelperArguments arguments;
    private final FunctionArguments memory;
    private final HelperMemory sizedMemory;
    private final KfuncStructs structs;
    private final KfuncObjects objects;
    private final Iterators iterators;
    private final InterruptFlags interrupts;
    private final SpecialFields fields;
    private final Dynptrs dynptrs;
    private final ConstantArguments constants;

    KfuncArguments(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.kinds = new KfuncArgumentKinds(verification);
        this.arguments = rooms.arguments;
        this.memory = rooms.functionArguments;
        this.sizedMemory = rooms.helperMemory;
        this.structs = new KfuncStructs(verification, rooms.structs);
        this.objects = new KfuncObjects(rooms);
        this.iterators = rooms.iterators;
        this.interrupts = new InterruptFlags(rooms);
        this.fields = rooms.fields;
        this.dynptrs = rooms.dynptrs;
        this.constants = new ConstantArguments(verification, rooms.memory.maps);
    }

    void check(KfuncFacts facts) {
        KfuncPrototype prototype = facts.prototype;
        for (int index = 0; index < prototype.parameters().size(); index++) {
            Parameter parameter = prototype.parameters().get(index);
            if (parameter.has(Suffix.IGN) || parameter.has(Suffix.PROG)) {
                continue;
            }
            if (parameter.type().isScalar()) {
                checkNumber(facts, parameter, index + 1);
            } else if (parameter.type().isPointer()) {
                // A buffer is looked at together with its size, which comes behind it.
                index += checkPointer(facts, parameter, index) == KfuncArgumentKind.SIZED_MEMORY ? 1 : 0;
            } else {
                throw verification.reject(
                        Errno.EINVAL,
                        "Unrecognized arg#" + index + " type "
                                + parameter.type().kind().name());
            }
        }
        if (prototype.has(KfuncFlag.RELEASE) && facts.released == 0) {
            throw verification.reject(
                    Errno.EINVAL, "release kernel function " + facts.name() + " expects refcounted PTR_TO_BTF_ID");
        }
    }

    private void checkNumber(KfuncFacts facts, Parameter parameter, int number) {
        RegisterState register = verification.register(number);
        if (!register.isScalar()) {
            throw verification.reject(Errno.EINVAL, "R" + number + " is not a scalar");
        }
        if (parameter.has(Suffix.K)) {
            expectConstant(number, "R" + number + " must be a known constant");
            facts.constant = register.scalar().value();
            verification.precision.mark(number);
            return;
        }
        boolean readOnly = parameter.name().equals(READ_ONLY_SIZE);
        if (readOnly || parameter.name().equals(READ_WRITE_SIZE)) {
            facts.resultReadOnly |= readOnly;
            expectConstant(number, "R" + number + " is not a const");
            long size = register.scalar().value();
            if (size >>> 32 != 0) {
                throw verification.reject(Errno.EINVAL, "R" + number + " rdonly/rdwr_buf_size exceeds u32 max");
            }
            facts.resultSize = (int) size;
            verification.precision.mark(number);
        }
    }

    private void expectConstant(int number, String complaint) {
        if (!verification.register(number).scalar().isConstant()) {
            throw verification.reject(Errno.EINVAL, complaint);
        }
    }

    private KfuncArgumentKind checkPointer(KfuncFacts facts, Parameter parameter, int index) {
        int number = index + 1;
        RegisterState register = verification.register(number);
        boolean maybeNull = register.isNull() || register.type().mayBeNull();
        if (maybeNull && !parameter.has(Suffix.NULLABLE) && !parameter.has(Suffix.OPT)) {
            throw verification.reject(Errno.EACCES, "Possibly NULL pointer passed to trusted arg" + index);
        }
        boolean releases = facts.prototype.has(KfuncFlag.RELEASE);
        if (register.reference() != 0) {
            recordReference(facts, number, register, releases);
        }
        KfuncArgumentKind kind = kinds.of(facts.prototype, index);
        if (kind == KfuncArgumentKind.NULL) {
            return kind;
        }
        if (kind == KfuncArgumentKind.MAP) {
            recordMap(facts, number, register);
        }
        if (kind == KfuncArgumentKind.MAP
                || kind == KfuncArgumentKind.ALLOCATED_OBJECT
                || kind == KfuncArgumentKind.STRUCT) {
            expectTrusted(facts, number, register);
        }
        if (releases && register.reference() != 0) {
            arguments.checkReleasedOffset(register, number);
        } else {
            arguments.checkOffset(register, number);
        }
        checkMeaning(facts, parameter, kind, index);
        return kind;
    }

    private void recordReference(KfuncFacts facts, int number, RegisterState register, boolean releases) {
        if (releases && facts.reference != 0) {
            throw verification.bug("more than one arg with ref_obj_id R" + number + " " + register.reference() + " "
                    + facts.reference);
        }
        facts.reference = register.reference();
        if (releases) {
            facts.released = number;
        }
    }

    private void recordMap(KfuncFacts facts, int number, RegisterState register) {
        if (register.target() instanceof StructType) {
            // A map that is known by its struct only, as an iterator over maps gives it: which one does not matter.
            return;
        }
        if (!(register.target() instanceof MapView map)) {
            throw verification.reject(Errno.EINVAL, "pointer in R" + number + " isn't map pointer");
        }
        boolean sameMap = facts.map == null || (facts.map.equals(map) && facts.mapUid == register.first());
        if (!sameMap && map.has(SpecialField.Kind.TASK_WORK)) {
            throw verification.reject(
                    Errno.EINVAL,
                    "bpf_task_work pointer in R2 map_uid=" + facts.mapUid + " doesn't match map pointer in R3 map_uid="
                            + register.first());
        }
        if (!sameMap && map.has(SpecialField.Kind.WORKQUEUE)) {
            throw verification.reject(
                    Errno.EINVAL,
                    "workqueue pointer in R1 map_uid=" + facts.mapUid + " doesn't match map pointer in R2 map_uid="
                            + register.first());
        }
        facts.map = map;
        facts.mapUid = register.first();
    }

    private void expectTrusted(KfuncFacts facts, int number, RegisterState register) {
        if (Trust.isTrusted(register)) {
            return;
        }
        if (!facts.prototype.has(KfuncFlag.RCU)) {
            throw verification.reject(Errno.EINVAL, "R" + number + " must be referenced or trusted");
        }
        if (!register.type().has(RegisterType.RCU)) {
            throw verification.reject(Errno.EINVAL, "R" + number + " must be a rcu pointer");
        }
    }

    private void checkMeaning(KfuncFacts facts, Parameter parameter, KfuncArgumentKind kind, int index) {
        int number = index + 1;
        RegisterState register = verification.register(number);
        switch (kind) {
            case CONTEXT -> {
                if (!register.type().equals(RegisterType.CTX)) {
                    throw verification.reject(
                            Errno.EINVAL, "arg#" + index + " expected pointer to ctx, but got " + register.type());
                }
            }
            case ALLOCATED_OBJECT -> objects.expectAllocated(facts, index);
            case REFCOUNTED_OBJECT -> objects.expectRefcounted(facts, index);
            case DYNPTR -> checkDynptr(facts, parameter, number);
            case ITERATOR -> iterators.check(facts, number);
            case LIST_HEAD, TREE_ROOT -> objects.expectRoot(facts, index, kind);
            case LIST_NODE, TREE_NODE -> objects.expectNode(facts, index, kind);
            case MAP -> structs.check(facts, index, "bpf_map");
            case STRUCT -> structs.check(facts, index, parameter.type().name());
            case MEMORY -> memory.checkMemoryAccess(number, sizeOf(parameter.type(), index));
            case SIZED_MEMORY -> checkSized(facts, parameter, index);
            case CALLBACK -> {
                if (!register.type().equals(RegisterType.FUNC)) {
                    throw verification.reject(Errno.EINVAL, "arg" + index + " expected pointer to func");
                }
                facts.callback = register.first();
            }
            case CONSTANT_STRING -> {
                if (!register.type().equals(RegisterType.MAP_VALUE)) {
                    throw verification.reject(Errno.EINVAL, "arg#" + index + " doesn't point to a const string");
                }
                constants.checkString(number);
            }
            case WORKQUEUE -> checkMapField(facts, index, SpecialField.Kind.WORKQUEUE);
            case TASK_WORK -> checkMapField(facts, index, SpecialField.Kind.TASK_WORK);
            case IRQ_FLAG -> interrupts.check(facts.name(), index);
            case RESILIENT_LOCK -> checkResilientLock(facts, index);
            case NULL -> {}
        }
    }

    private void checkDynptr(KfuncFacts facts, Parameter parameter, int number) {
        if (!parameter.has(Suffix.UNINIT)) {
            boolean isConst = verification.register(number).kind() == RegisterKind.DYNPTR;
            arguments.useDynptr(
                    number,
                    DynptrType.INVALID,
                    isConst ? HelperArguments.DynptrUse.READ : HelperArguments.DynptrUse.CHANGE);
            RegisterState dynptr = dynptrs.get(verification.register(number));
            facts.dynptr = DynptrType.of(dynptr.first());
            facts.dynptrId = dynptr.id();
            facts.dynptrReference = dynptr.reference();
            return;
        }
        switch (facts.name()) {
            case KfuncNames.DYNPTR_FROM_SKB -> arguments.makeDynptr(number, DynptrType.SKB, 0);
            case KfuncNames.DYNPTR_FROM_XDP -> arguments.makeDynptr(number, DynptrType.XDP, 0);
            case KfuncNames.DYNPTR_FROM_SKB_META -> arguments.makeDynptr(number, DynptrType.SKB_META, 0);
            case KfuncNames.DYNPTR_CLONE -> arguments.makeDynptr(number, facts.dynptr, facts.dynptrReference);
            default -> arguments.makeDynptr(number, DynptrType.INVALID, 0);
        }
    }

    private int sizeOf(CType type, int index) {
        int size = type.kind() == CType.Kind.STRUCT || type.kind() == CType.Kind.UNION
                ? structs.sizeOf(type.name())
                : type.sizeBytes();
        if (size == 0) {
            throw verification.reject(
                    Errno.EINVAL,
                    "arg#" + index + " reference type('" + KfuncArgumentKinds.typeText(type)
                            + "') size cannot be determined: -22");
        }
        return size;
    }

    private void checkSized(KfuncFacts facts, Parameter parameter, int index) {
        int size = index + 2;
        if (!verification.register(index + 1).isNull() || !parameter.has(Suffix.OPT)) {
            try {
                checkBuffer(index + 1, size);
            } catch (Rejection rejection) {
                verification.log.line(
                        "arg#" + index + " arg#" + (index + 1) + " memory, len pair leads to invalid memory access");
                throw rejection;
            }
        }
        if (facts.prototype.parameters().get(index + 1).has(Suffix.SZK)) {
            expectConstant(size, "R" + size + " must be a known constant");
            facts.constant = verification.register(size).scalar().value();
        }
    }

    /** Memory that may be read and written; whether it is NULL was asked before. */
    private void checkBuffer(int buffer, int size) {
        RegisterState register = verification.register(buffer);
        if (register.type().mayBeNull()) {
            verification.register(buffer, NullChecks.notNull(register));
        }
        try {
            sizedMemory.checkSized(size, AccessKind.READ, RegionAccess.Emptiness.ALLOWED, null);
            sizedMemory.checkSized(size, AccessKind.WRITE, RegionAccess.Emptiness.ALLOWED, null);
        } finally {
            if (register.type().mayBeNull()) {
                verification.register(buffer, register);
            }
        }
    }

    private void checkMapField(KfuncFacts facts, int index, SpecialField.Kind kind) {
        RegisterState register = verification.register(index + 1);
        if (!register.type().equals(RegisterType.MAP_VALUE)) {
            throw verification.reject(Errno.EINVAL, "arg#" + index + " doesn't point to a map value");
        }
        fields.expectField(index + 1, kind);
        facts.map = MapAccess.map(register);
        facts.mapUid = register.first();
    }

    private void checkResilientLock(KfuncFacts facts, int index) {
        RegisterType type = verification.register(index + 1).type();
        if (!type.equals(RegisterType.MAP_VALUE) && !type.equals(RegisterType.OBJECT)) {
            throw verification.reject(Errno.EINVAL, "arg#" + index + " doesn't point to map value or allocated object");
        }
        fields.processLock(
                index + 1,
                KfuncNames.usesInterruptFlags(facts.name()) ? SpinLock.RESILIENT_IRQ : SpinLock.RESILIENT,
                KfuncNames.takesResilientLock(facts.name()) ? SpinLock.Step.LOCK : SpinLock.Step.UNLOCK);
    }

    /** The type that a pointer to an object of the program points to. */
    static StructType object(RegisterState register) {
        if (register.target() instanceof StructType type) {
            return type;
        }
        throw new IllegalStateException("a pointer without a type: " + register.type());
    }
}
