package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import java.util.Map;
import java.util.Set;

/**
 * Loads and stores through pointers to C structs: the kernel's own, and those that the program allocated; the kernel's
 * {@code check_ptr_to_btf_access()} and {@code check_ptr_to_map_access()}.
 */
final class StructAccess {
    // Members that stay trusted when one goes through them, as the kernel lists them.
    private static final Map<String, Set<String>> SAFE_RCU = Map.of(
            "task_struct", Set.of("cpus_ptr", "cgroups", "real_parent", "group_leader"),
            "cgroup", Set.of("kn"),
            "css_set", Set.of("dfl_cgrp"),
            "cgroup_subsys_state", Set.of("cgroup"));
    private static final Map<String, Set<String>> SAFE_RCU_OR_NULL = Map.of(
            "mm_struct", Set.of("exe_file", "owner"),
            "sk_buff", Set.of("sk"),
            "request_sock", Set.of("sk"));
    private static final Map<String, Set<String>> SAFE_TRUSTED = Map.of(
            "bpf_iter_meta", Set.of("seq"),
            "bpf_iter__task", Set.of("meta", "task"),
            "linux_binprm", Set.of("file"),
            "file", Set.of("f_inode"));
    private static final Map<String, Set<String>> SAFE_TRUSTED_OR_NULL = Map.of(
            "dentry", Set.of("d_inode"),
            "socket", Set.of("sk"),
            "vm_area_struct", Set.of("vm_mm", "vm_file"));

    private final Verification verification;
    private final StructLayouts structs;
    private final WritableStructs writable;

    StructAccess(Verification verification, StructLayouts structs) {
        this.verification = verification;
        this.structs = structs;
        this.writable = new WritableStructs(verification);
    }

    /** @param value the register that is loaded, negative for none */
    void access(int base, int offset, int size, AccessKind kind, int value) {
        RegisterState pointer = verification.register(base);
        if (!(pointer.target() instanceof StructType type)) {
            throw verification.bug("a BTF pointer without a type");
        }
        String name = type.name();
        if (!verification.mayLeakPointers()) {
            throw verification.reject(
                    Errno.EPERM, "'struct " + name + "' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
        }
        if (!verification.subject.gpl() && type.isKernel()) {
            throw verification.reject(
                    Errno.EINVAL, "Cannot access kernel 'struct " + name + "' from non-GPL compatible program");
        }
        String who = "R" + base + " is ptr_" + name;
        if (offset < 0) {
            throw verification.reject(Errno.EACCES, who + " invalid negative access: off=" + offset);
        }
        if (!pointer.scalar().isConstant(0)) {
            throw verification.reject(
                    Errno.EACCES,
                    who + " invalid variable offset: off=" + offset + ", var_off="
                            + pointer.scalar().tnum());
        }
        if (pointer.type().has(RegisterType.USER)) {
            throw verification.reject(Errno.EACCES, who + " access user memory: off=" + offset);
        }
        if (pointer.type().has(RegisterType.PERCPU)) {
            throw verification.reject(Errno.EACCES, who + " access percpu memory: off=" + offset);
        }
        boolean allocated = pointer.type().has(RegisterType.ALLOC);
        if (kind == AccessKind.WRITE && !allocated && writable.areRuled()) {
            writable.check(type, offset, size);
            return;
        }
        if (kind == AccessKind.WRITE && !pointer.type().isAllocatedObject()) {
            throw verification.reject(Errno.EACCES, "only read is supported");
        }
        StructLayouts.Found found = structs.access(type, offset, size, allocated);
        if (kind == AccessKind.READ && value >= 0) {
            load(value, pointer, type, found);
        }
    }

    private void load(int value, RegisterState pointer, StructType type, StructLayouts.Found found) {
        Btf btf = type.btf();
        if (found.kind() == StructLayouts.Found.Kind.UNTRUSTED_MEMORY) {
            markUntrusted(value);
            return;
        }
        if (found.kind() != StructLayouts.Found.Kind.POINTER || btf == null) {
            verification.markUnknown(value);
            return;
        }
        int flags = walkedFlags(pointer, type, found);
        StructType target = new StructType(type.origin(), btf, found.typeId(), btf.name(found.typeId()));
        markPointer(value, target, flags);
    }

    /** A pointer to memory of which nobody knows how much there is: any of it can be read, as far as it goes. */
    private void markUntrusted(int value) {
        verification.register(
                value,
                RegisterState.pointer(
                        RegisterType.of(RegisterKind.MEM, RegisterType.RDONLY | RegisterType.UNTRUSTED), null));
    }

    private void markPointer(int value, StructType target, int flags) {
        RegisterState loaded = RegisterState.pointer(RegisterType.of(RegisterKind.BTF_ID, flags), target);
        verification.register(
                value, (flags & RegisterType.MAYBE_NULL) != 0 ? loaded.withId(verification.newId()) : loaded);
    }

    /** How much of the trust in a pointer goes over to one that is loaded through it. */
    private int walkedFlags(RegisterState pointer, StructType type, StructLayouts.Found found) {
        int flags = found.flags();
        if (pointer.type().has(RegisterType.UNTRUSTED)) {
            return RegisterType.UNTRUSTED;
        }
        if (!Trust.isTrusted(pointer) && !pointer.type().has(RegisterType.RCU)) {
            return flags & ~(RegisterType.TRUSTING | RegisterType.RCU);
        }
        if (isListed(SAFE_TRUSTED, type, found)) {
            return flags | RegisterType.TRUSTED;
        }
        if (isListed(SAFE_TRUSTED_OR_NULL, type, found)) {
            return flags | RegisterType.TRUSTED | RegisterType.MAYBE_NULL;
        }
        if (!Sections.inRcu(verification) || pointer.type().mayBeNull()) {
            return RegisterType.UNTRUSTED;
        }
        if (isListed(SAFE_RCU, type, found)) {
            return flags | RegisterType.RCU;
        }
        boolean rcuOrNull = isListed(SAFE_RCU_OR_NULL, type, found);
        if ((flags & RegisterType.RCU) != 0 || rcuOrNull) {
            flags |= RegisterType.RCU | RegisterType.MAYBE_NULL;
            return rcuOrNull ? flags & ~RegisterType.UNTRUSTED : flags;
        }
        if ((flags & (RegisterType.PERCPU | RegisterType.USER)) != 0) {
            return flags;
        }
        return flags & ~(RegisterType.TRUSTING | RegisterType.RCU);
    }

    private static boolean isListed(Map<String, Set<String>> list, StructType type, StructLayouts.Found found) {
        return list.getOrDefault(type.name(), Set.of()).contains(found.member());
    }

    /** Through a pointer to a map itself. */
    void accessMap(int base, int offset, int size, AccessKind kind, int value) {
        RegisterState pointer = verification.register(base);
        MapView map = MapAccess.map(pointer);
        String name = structName(map);
        if (!verification.mayLeakPointers()) {
            throw verification.reject(
                    Errno.EPERM, "'struct " + name + "' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
        }
        if (offset < 0) {
            throw verification.reject(
                    Errno.EACCES, "R" + base + " is " + name + " invalid negative access: off=" + offset);
        }
        if (kind != AccessKind.READ) {
            throw verification.reject(Errno.EACCES, "only read from " + name + " is supported");
        }
        StructLayouts.Found found = structs.access(verification.kernelType(name), offset, size, false);
        if (value < 0) {
            return;
        }
        Btf btf = verification.subject.kernelTypes();
        if (found.kind() == StructLayouts.Found.Kind.UNTRUSTED_MEMORY) {
            markUntrusted(value);
        } else if (found.kind() == StructLayouts.Found.Kind.POINTER && btf != null) {
            markPointer(
                    value,
                    new StructType(StructType.Origin.KERNEL, btf, found.typeId(), btf.name(found.typeId())),
                    found.flags());
        } else {
            verification.markUnknown(value);
        }
    }

    private static String structName(MapView map) {
        return switch (map.type()) {
            case ARRAY, PERCPU_ARRAY, PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, ARRAY_OF_MAPS -> "bpf_array";
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> "bpf_htab";
            case STACK_TRACE -> "bpf_stack_map";
            case LPM_TRIE -> "lpm_trie";
            case DEVMAP, DEVMAP_HASH -> "bpf_dtab";
            case SOCKMAP -> "bpf_stab";
            case CPUMAP -> "bpf_cpu_map";
            case XSKMAP -> "xsk_map";
            case SOCKHASH -> "bpf_shtab";
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> "bpf_cgroup_storage_map";
            case REUSEPORT_SOCKARRAY -> "reuseport_array";
            case QUEUE, STACK -> "bpf_queue_stack";
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> "bpf_local_storage_map";
            case STRUCT_OPS -> "bpf_struct_ops_map";
            case RINGBUF, USER_RINGBUF -> "bpf_ringbuf_map";
            case BLOOM_FILTER -> "bpf_bloom_filter";
            case ARENA -> "bpf_arena";
            case UNSPEC -> "bpf_map";
        };
    }
}
