package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.TypeTag;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.check.AccessRules.Field;
import dev.skep.verifier.log.VerifierLog;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/** Arguments of a function of the kernel as a context, by its types; the kernel's {@code btf_ctx_access()}. */
final class TracedArguments {
    private static final String NULLABLE = "__nullable";

    private final Btf btf;
    private final TracedFunction function;
    private final ProgramType type;
    private final AttachType attachType;
    private final String target;
    private final VerifierLog log;

    TracedArguments(Btf btf, TracedFunction function, ProgramImage program, AttachType attachType, VerifierLog log) {
        this.btf = btf;
        this.function = function;
        this.type = program.type();
        this.attachType = attachType;
        this.target = program.attachTarget();
        this.log = log;
    }

    /** What is read there, or null when it may not be; what is wrong is in the log. */
    @Nullable
    Field read(int offset, int size) {
        if (offset % Long.BYTES != 0) {
            return refuse("offset " + offset + " is not multiple of 8");
        }
        int count = function.prototype().params().size() - function.skipped();
        int argument = index(offset);
        if (argument > count) {
            return refuse("doesn't have " + (argument + 1) + "-th argument");
        }
        if (argument == count) {
            return result(argument, size);
        }
        Param parameter = function.prototype().params().get(argument + function.skipped());
        return value(parameter.type(), parameter.name(), argument, size);
    }

    private @Nullable Field refuse(String why) {
        log.line("func '" + function.name() + "' " + why);
        return null;
    }

    /** Which argument begins there; the first one behind the last is what the function returned. */
    private int index(int offset) {
        int end = 0;
        int number = 0;
        for (Param parameter : function.prototype().params()) {
            end += slotBytes(parameter.type());
            if (offset < end) {
                return number;
            }
            number++;
        }
        return offset < end + slotBytes(function.prototype().returnType()) ? number : number + 1;
    }

    private int slotBytes(int type) {
        return switch (btf.type(btf.resolve(type))) {
            case Ptr ignored -> Long.BYTES;
            case BtfType.VoidType ignored -> 0;
            case BtfType ignored -> (int) (btf.sizeOf(type) + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        };
    }

    private @Nullable Field result(int argument, int size) {
        boolean seesResult = attachType == AttachType.TRACE_FEXIT
                || attachType == AttachType.LSM_MAC
                || attachType == AttachType.LSM_CGROUP
                || attachType == AttachType.MODIFY_RETURN;
        if (!seesResult) {
            return refuse("doesn't have " + (argument + 1) + "-th argument");
        }
        if (type == ProgramType.LSM && attachType == AttachType.LSM_MAC) {
            return Field.returned(LsmHooks.returns(function, attachType));
        }
        return value(function.prototype().returnType(), "", argument, size);
    }

    private @Nullable Field value(int typeId, String name, int argument, int size) {
        BtfType resolved = btf.type(btf.resolve(typeId));
        boolean isNumber = (resolved instanceof Int integer && integer.sizeBytes() <= Long.BYTES)
                || resolved instanceof BtfType.Enumeration
                || resolved instanceof BtfType.Struct;
        if (isNumber) {
            return Field.SCALAR;
        }
        if (!(resolved instanceof Ptr pointer)) {
            return refuse("arg" + argument + " '" + resolved.name() + "' has type " + kindText(resolved)
                    + ". Only pointer access is allowed");
        }
        if (size != Long.BYTES) {
            return refuse("size " + size + " must be 8");
        }
        RegisterType known = attachType == AttachType.TRACE_ITER ? IteratorArguments.find(target, name) : null;
        if (known != null && known.kind() == RegisterKind.BUF) {
            return new Field(known, null, 0);
        }
        BtfType pointee = btf.type(btf.resolve(pointer.target()));
        if (pointee instanceof BtfType.VoidType || pointee instanceof Int) {
            return Field.SCALAR;
        }
        if (known != null) {
            return new Field(known, struct(btf.resolve(pointer.target())), 0);
        }
        return struct(pointer, pointee, name, argument);
    }

    private @Nullable Field struct(Ptr pointer, BtfType pointee, String name, int argument) {
        int flags = isTrusted() ? RegisterType.TRUSTED : 0;
        if (name.endsWith(NULLABLE)
                || (attachType == AttachType.TRACE_RAW_TP && NullableTracepointArguments.contains(target, argument))) {
            flags |= RegisterType.MAYBE_NULL;
        }
        if (btf.type(pointer.target()) instanceof TypeTag tag) {
            flags |= switch (tag.name()) {
                case "user" -> RegisterType.USER;
                case "percpu" -> RegisterType.PERCPU;
                default -> 0;
            };
        }
        if (!(pointee instanceof Composite)) {
            return refuse("arg" + argument + " type " + kindText(pointee) + " is not a struct");
        }
        int id = btf.resolve(pointer.target());
        log.line("func '" + function.name() + "' arg" + argument + " has btf_id " + id + " type " + kindText(pointee)
                + " '" + pointee.name() + "'");
        return new Field(RegisterType.of(RegisterKind.BTF_ID, flags), promoted(struct(id)), 0);
    }

    private StructType struct(int id) {
        return new StructType(StructType.Origin.KERNEL, btf, id, btf.name(id));
    }

    /** Congestion control only ever sees TCP sockets. */
    private StructType promoted(StructType struct) {
        return type == ProgramType.STRUCT_OPS
                        && target.startsWith("tcp_congestion_ops/")
                        && struct.name().equals("sock")
                ? btf.find("tcp_sock", BtfKind.STRUCT).stream()
                        .mapToObj(this::struct)
                        .findFirst()
                        .orElse(struct)
                : struct;
    }

    private boolean isTrusted() {
        return switch (type) {
            case TRACING -> attachType == AttachType.TRACE_RAW_TP || attachType == AttachType.TRACE_ITER;
            case LSM -> LsmHooks.isTrusted(target);
            case STRUCT_OPS -> true;
            default -> false;
        };
    }

    private static String kindText(BtfType type) {
        return type.kind() == BtfKind.VOID ? "UNKNOWN" : type.kind().name();
    }
}
