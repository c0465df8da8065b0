package dev.skep.helper.storage;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_OR_NULL;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_VALUE_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.CGROUP_DEVICE;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCKOPT;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK_ADDR;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SYSCTL;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.LSM;
import static dev.skep.kernel.program.HelperFamily.SK_MSG;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;
import static dev.skep.kernel.program.HelperFamily.STRUCT_OPS;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.LocalStorage;
import dev.skep.kernel.program.Invocation;

/** Local storage of sockets, tasks, inodes and cgroups; the counterpart of {@code kernel/bpf/bpf_*_storage.c}. */
public abstract class StorageHelpers {
    private StorageHelpers() {}

    /** The storage that a map keeps for a socket; made when {@code flags} ask for it. */
    @Helper(
            id = 107,
            families = {TC, CGROUP_SKB, SOCK_OPS, SK_MSG, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, STRUCT_OPS, LSM},
            returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_sk_storage_get(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(sk, value, flags);
    }

    /** As {@link #bpf_sk_storage_get}, for the socket that is the context. */
    @Helper(id = 107, name = "sk_storage_get", families = CGROUP_SOCK, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_sk_storage_get_cg_sock(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_CTX) long sk,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(sk, value, flags);
    }

    /** As {@link #bpf_sk_storage_get}, for a traced socket. */
    @Helper(
            id = 107,
            name = "sk_storage_get",
            families = TRACING_PROGRAM,
            returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_sk_storage_get_tracing(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "sock_common") long sk,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(sk, value, flags);
    }

    /** Deletes the storage that a map keeps for a socket. */
    @Helper(
            id = 108,
            families = {TC, CGROUP_SKB, SOCK_OPS, SK_MSG, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, STRUCT_OPS, LSM})
    static long bpf_sk_storage_delete(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        return LocalStorage.of(map).remove(sk);
    }

    /** As {@link #bpf_sk_storage_delete}, for a traced socket. */
    @Helper(id = 108, name = "sk_storage_delete", families = TRACING_PROGRAM)
    static long bpf_sk_storage_delete_tracing(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "sock_common") long sk) {
        return LocalStorage.of(map).remove(sk);
    }

    /** The storage that a map keeps for an inode; made when {@code flags} ask for it. */
    @Helper(id = 145, families = LSM, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_inode_storage_get(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "inode") long inode,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(inode, value, flags);
    }

    /** Deletes the storage that a map keeps for an inode. */
    @Helper(id = 146, families = LSM)
    static long bpf_inode_storage_delete(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "inode") long inode) {
        return LocalStorage.of(map).remove(inode);
    }

    /** The storage that a map keeps for a task; made when {@code flags} ask for it. */
    @Helper(id = 156, families = COMMON, needs = Capability.BPF, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_task_storage_get(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "task_struct") long task,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(task, value, flags);
    }

    /** Deletes the storage that a map keeps for a task. */
    @Helper(id = 157, families = COMMON, needs = Capability.BPF)
    static long bpf_task_storage_delete(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "task_struct") long task) {
        return LocalStorage.of(map).remove(task);
    }

    /** The storage that a map keeps for a cgroup; made when {@code flags} ask for it. */
    @Helper(id = 210, families = COMMON, needs = Capability.BPF, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL)
    static long bpf_cgrp_storage_get(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "cgroup") long cgroup,
            @Arg(PTR_TO_MAP_VALUE_OR_NULL) long value,
            @Arg(ANYTHING) long flags) {
        return LocalStorage.of(map).get(cgroup, value, flags);
    }

    /** Deletes the storage that a map keeps for a cgroup. */
    @Helper(id = 211, families = COMMON, needs = Capability.BPF)
    static long bpf_cgrp_storage_delete(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, btf = "cgroup") long cgroup) {
        return LocalStorage.of(map).remove(cgroup);
    }

    /** The storage of the cgroup that the program is attached to. */
    @Helper(
            id = 81,
            families = {
                CGROUP_SKB,
                CGROUP_SOCK,
                SOCK_OPS,
                CGROUP_DEVICE,
                CGROUP_SOCK_ADDR,
                CGROUP_SYSCTL,
                CGROUP_SOCKOPT
            },
            returns = ReturnType.PTR_TO_MAP_VALUE)
    abstract long bpf_get_local_storage(Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long flags);
}
