package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.ArgumentDeclaration;
import dev.skep.verifier.explore.ArgumentDeclaration.Kind;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What functions say about their arguments; the kernel's {@code btf_prepare_func_args()}. */
final class FunctionDeclarations {
    private static final int MAX_ARGUMENTS = 5;
    private static final String TAG_PREFIX = "arg:";

    private static final Set<String> KNOWN_TAGS = Set.of("ctx", "trusted", "untrusted", "nonnull", "nullable", "arena");

    private final Verification verification;
    private final ContextDeclarations contexts;

    FunctionDeclarations(Verification verification) {
        this.verification = verification;
        this.contexts = new ContextDeclarations(verification.subject.type(), verification.subject.attachType());
    }

    /** Reads the declaration, once. @return null when that went well, else the error; what is wrong is in the log */
    @Nullable
    Errno read(int number) {
        SubprogramFacts subprogram = verification.subprograms[number];
        if (subprogram.arguments != null) {
            return null;
        }
        if (verification.subject.functions().isEmpty()) {
            throw new Rejection(Errno.EFAULT);
        }
        Btf btf = verification.subject.btf();
        int typeId = verification.subject.functions().get(number).typeId();
        if (btf == null || !(btf.type(typeId) instanceof Func function)) {
            throw verification.reject(Errno.EFAULT, "Type of func" + number + " is not a function");
        }
        if (!(btf.type(function.proto()) instanceof FuncProto prototype)) {
            throw verification.reject(Errno.EFAULT, "Invalid type of function " + function.name() + "()");
        }
        try {
            subprogram.arguments = new Reading(btf, typeId, function, subprogram.isGlobal).arguments(prototype);
            return null;
        } catch (Unsupported unsupported) {
            return unsupported.errno;
        }
    }

    /** The declaration says something that the verifier does not know. */
    private static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1L;
        private final Errno errno;

        Unsupported(Errno errno) {
            super(errno.name(), null, false, false);
            this.errno = errno;
        }
    }

    /** One declaration. */
    private final class Reading {
        private final Btf btf;
        private final int typeId;
        private final Func function;
        private final boolean isGlobal;

        Reading(Btf btf, int typeId, Func function, boolean isGlobal) {
            this.btf = btf;
            this.typeId = typeId;
            this.function = function;
            this.isGlobal = isGlobal;
        }

        private Unsupported refused(String why) {
            if (isGlobal) {
                verification.log.line(why);
            }
            return new Unsupported(Errno.EINVAL);
        }

        List<ArgumentDeclaration> arguments(FuncProto prototype) throws Unsupported {
            int count = prototype.params().size();
            if (count > MAX_ARGUMENTS) {
                throw refused("Global function " + function.name() + "() with " + count + " > " + MAX_ARGUMENTS
                        + " args. Buggy compiler.");
            }
            if (!isNumber(btf.type(btf.resolve(prototype.returnType())))) {
                throw refused(
                        "Global function " + function.name() + "() doesn't return scalar. Only those are supported.");
            }
            List<ArgumentDeclaration> arguments = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                arguments.add(argument(index, prototype.params().get(index).type()));
            }
            return List.copyOf(arguments);
        }

        private static boolean isNumber(BtfType type) {
            return type instanceof BtfType.Int || type instanceof BtfType.Enumeration;
        }

        private Set<String> tags(int index) throws Unsupported {
            Set<String> tags = new TreeSet<>();
            for (int id = 1; id < btf.typeCount(); id++) {
                if (btf.type(id) instanceof DeclTag tag
                        && tag.target() == typeId
                        && tag.component() == index
                        && tag.name().startsWith(TAG_PREFIX)) {
                    String name = tag.name().substring(TAG_PREFIX.length());
                    if (!isGlobal) {
                        verification.log.line("arg#" + index + " type tag is not supported in static functions");
                        throw new Unsupported(Errno.EOPNOTSUPP);
                    }
                    if (!KNOWN_TAGS.contains(name)) {
                        verification.log.line("arg#" + index + " has unsupported set of tags");
                        throw new Unsupported(Errno.EOPNOTSUPP);
                    }
                    tags.add(name);
                }
            }
            return tags;
        }

        private void expectOnly(Set<String> tags, int index, Set<String> allowed) throws Unsupported {
            if (!allowed.containsAll(tags)) {
                verification.log.line("arg#" + index + " has invalid combination of tags");
                throw new Unsupported(Errno.EINVAL);
            }
        }

        private void expectAlone(Set<String> tags, int index, String tag) throws Unsupported {
            if (tags.size() != 1) {
                verification.log.line("arg#" + index + " " + tag + " cannot be combined with any other tags");
                throw new Unsupported(Errno.EINVAL);
            }
        }

        private void expectContext(int index, Ptr pointer) throws Unsupported {
            String complaint = contexts.complaint(btf, pointer);
            if (!complaint.isEmpty()) {
                verification.log.line("arg#" + index + complaint);
                throw new Unsupported(Errno.EINVAL);
            }
        }

        private ArgumentDeclaration argument(int index, int type) throws Unsupported {
            Set<String> tags = tags(index);
            BtfType resolved = btf.type(btf.resolve(type));
            if (resolved instanceof Ptr pointer) {
                return pointer(index, pointer, tags);
            }
            if (!tags.isEmpty()) {
                verification.log.line("arg#" + index + " has pointer tag, but is not a pointer type");
                throw new Unsupported(Errno.EINVAL);
            }
            if (isNumber(resolved)) {
                return new ArgumentDeclaration(Kind.ANYTHING, 0, 0, null);
            }
            throw refused("Arg#" + index + " type " + resolved.kind().label() + " in " + function.name()
                    + "() is not supported yet.");
        }

        private ArgumentDeclaration pointer(int index, Ptr pointer, Set<String> tags) throws Unsupported {
            if (tags.contains("ctx") || contexts.isContext(btf, pointer)) {
                expectOnly(tags, index, Set.of("ctx"));
                if (!tags.isEmpty()) {
                    expectContext(index, pointer);
                }
                return new ArgumentDeclaration(Kind.CTX, 0, 0, null);
            }
            BtfType target = btf.type(btf.resolve(pointer.target()));
            if (target instanceof Struct struct && struct.name().equals("bpf_dynptr")) {
                expectOnly(tags, index, Set.of());
                return new ArgumentDeclaration(Kind.DYNPTR, RegisterType.RDONLY, 0, null);
            }
            if (tags.contains("trusted")) {
                expectOnly(tags, index, Set.of("trusted", "nullable"));
                return struct(index, target, RegisterType.TRUSTED, tags);
            }
            if (tags.contains("untrusted")) {
                expectAlone(tags, index, "untrusted");
                return target instanceof BtfType.VoidType || isNumber(target)
                        ? new ArgumentDeclaration(Kind.MEM, RegisterType.RDONLY | RegisterType.UNTRUSTED, 0, null)
                        : struct(index, target, RegisterType.UNTRUSTED, tags);
            }
            if (tags.contains("arena")) {
                expectAlone(tags, index, "arena");
                return new ArgumentDeclaration(Kind.ARENA, 0, 0, null);
            }
            if (isGlobal) {
                return memory(index, pointer, tags);
            }
            throw new Unsupported(Errno.EINVAL);
        }

        /** A struct of the kernel with this name, whatever flavour of it the program means ({@code name___flavour}). */
        private ArgumentDeclaration struct(int index, BtfType target, int flag, Set<String> tags) throws Unsupported {
            int suffix = target.name().indexOf("___");
            String name = suffix > 0 ? target.name().substring(0, suffix) : target.name();
            Btf kernel = verification.subject.kernelTypes();
            OptionalInt id = kernel == null ? OptionalInt.empty() : kernel.find(name, target.kind());
            if (kernel == null || id.isEmpty()) {
                verification.log.line("arg#" + index + " reference type('"
                        + target.kind().label() + " " + target.name() + "') has no matches");
                throw new Unsupported(Errno.ENOENT);
            }
            if (flag == RegisterType.UNTRUSTED && !(target instanceof Struct)) {
                verification.log.line("arg#" + index + " has type "
                        + target.kind().label() + " '" + name + "', but only struct or primitive types are allowed");
                throw new Unsupported(Errno.EINVAL);
            }
            int flags = flag | (tags.contains("nullable") ? RegisterType.MAYBE_NULL : 0);
            return new ArgumentDeclaration(
                    Kind.BTF_ID, flags, 0, new StructType(StructType.Origin.KERNEL, kernel, id.getAsInt(), name));
        }

        private ArgumentDeclaration memory(int index, Ptr pointer, Set<String> tags) throws Unsupported {
            expectOnly(tags, index, Set.of("nonnull"));
            int flags = tags.contains("nonnull") ? 0 : RegisterType.MAYBE_NULL;
            try {
                return new ArgumentDeclaration(Kind.MEM, flags, (int) btf.sizeOf(pointer.target()), null);
            } catch (MalformedBtfException unsized) {
                BtfType target = btf.type(btf.resolve(pointer.target()));
                throw refused("arg#" + index + " reference type('"
                        + target.kind().label() + " " + target.name() + "') size cannot be determined: -22");
            }
        }
    }
}
