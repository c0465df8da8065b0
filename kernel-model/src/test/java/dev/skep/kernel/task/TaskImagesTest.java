package dev.skep.kernel.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.memory.KernelStruct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Follows the pointers that programs follow, from the {@code task_struct}. */
class TaskImagesTest {
    private final Kernel kernel = new Kernel(KernelConfig.reference());

    private KernelStruct at(String struct, long address) {
        return kernel.structs().at(struct, address);
    }

    private String text(long address) {
        StringBuilder text = new StringBuilder();
        for (long at = address; kernel.memory().readByte(at) != 0; at++) {
            text.append((char) kernel.memory().readByte(at));
        }
        return text.toString();
    }

    private final TaskSpec spec = TaskSpec.process(42, "cat")
            .withCredentials(Credentials.of(1000, 100))
            .withArguments("cat", "/etc/passwd")
            .withExecutable("/usr/bin/cat")
            .withWorkingDirectory("/home/someone")
            .withCgroup("/user.slice/session.scope")
            .withFile(3, OpenFile.reading("/etc/passwd").withInode(77))
            .withStartNs(5_000_000_000L);

    @Test
    void idsNamesAndTimesAreThere() {
        KernelStruct task = kernel.tasks().create(spec).struct();
        assertThat(task.get("pid")).isEqualTo(42);
        assertThat(task.get("tgid")).isEqualTo(42);
        assertThat(text(task.addressOf("comm"))).isEqualTo("cat");
        assertThat(task.get("start_boottime")).isEqualTo(5_000_000_000L);
        assertThat(task.get("group_leader")).isEqualTo(task.address());
    }

    @Test
    void credentialsFollowTheTask() {
        Task task = kernel.tasks().create(spec);
        KernelStruct cred = at("cred", task.struct().get("cred"));
        assertThat(cred.get("uid.val")).isEqualTo(1000);
        assertThat(cred.get("gid.val")).isEqualTo(100);
        assertThat(cred.get("cap_effective.val")).isZero();
        task.become(Credentials.ROOT);
        cred = at("cred", task.struct().get("cred"));
        assertThat(cred.get("euid.val")).isZero();
        assertThat(cred.get("cap_effective.val")).isEqualTo(0x1ff_ffff_ffffL);
    }

    @Test
    void argumentsStandInTheTasksOwnMemory() {
        Task task = kernel.tasks().create(spec);
        KernelStruct mm = at("mm_struct", task.struct().get("mm"));
        long start = mm.get("arg_start");
        int length = (int) (mm.get("arg_end") - start);
        assertThat(new String(Objects.requireNonNull(task.memory().read(start, length)), StandardCharsets.UTF_8))
                .isEqualTo("cat\0/etc/passwd\0");
        KernelStruct file = at("file", mm.get("exe_file"));
        assertThat(text(at("dentry", file.get("f_path.dentry")).get("d_name.name")))
                .isEqualTo("cat");
    }

    @Test
    void openFilesHaveDentriesUpToTheRoot() {
        Task task = kernel.tasks().create(spec);
        KernelStruct table =
                at("fdtable", at("files_struct", task.struct().get("files")).get("fdt"));
        KernelStruct file = at("file", kernel.memory().readLong(table.get("fd") + 3 * 8));
        KernelStruct dentry = at("dentry", file.get("f_path.dentry"));
        List<String> names = new ArrayList<>();
        while (dentry.get("d_parent") != dentry.address()) {
            names.add(text(dentry.get("d_name.name")));
            dentry = at("dentry", dentry.get("d_parent"));
        }
        assertThat(names).containsExactly("passwd", "etc");
        assertThat(at("inode", file.get("f_inode")).get("i_ino")).isEqualTo(77);
        assertThat(kernel.memory().readLong(table.get("fd"))).isZero();
        KernelStruct fs = at("fs_struct", task.struct().get("fs"));
        assertThat(text(at("dentry", fs.get("pwd.dentry")).get("d_name.name"))).isEqualTo("someone");
    }

    @Test
    void groupsHaveTheirIdsAndThoseAboveThem() {
        Task task = kernel.tasks().create(spec);
        KernelStruct group =
                at("cgroup", at("css_set", task.struct().get("cgroups")).get("dfl_cgrp"));
        KernelStruct node = at("kernfs_node", group.get("kn"));
        assertThat(node.get("id")).isEqualTo(task.cgroupId());
        assertThat(text(node.get("name"))).isEqualTo("session.scope");
        assertThat(group.get("level")).isEqualTo(2);
        long root = kernel.memory().readLong(group.addressOf("ancestors"));
        assertThat(at("kernfs_node", at("cgroup", root).get("kn")).get("id")).isEqualTo(1);
        assertThat(group.address()).isEqualTo(kernel.tasks().cgroupObjects().address(task.cgroup()));
    }

    @Test
    void parentsAndNamespacesCanBeReached() {
        Task parent = kernel.tasks().create(spec);
        Task child = kernel.tasks().create(TaskSpec.process(43, "sh").withParent(42));
        assertThat(at("task_struct", child.struct().get("real_parent")).get("tgid"))
                .isEqualTo(42);
        KernelStruct namespaces = at("nsproxy", child.struct().get("nsproxy"));
        assertThat(at("pid_namespace", namespaces.get("pid_ns_for_children")).get("ns.inum"))
                .isEqualTo(0xefff_fffcL);
        assertThat(text(at("uts_namespace", namespaces.get("uts_ns")).addressOf("name.nodename")))
                .isEqualTo("skep");
        assertThat(parent.struct().get("nsproxy")).isEqualTo(namespaces.address());
        KernelStruct pid = at("pid", child.struct().get("thread_pid"));
        assertThat(at("upid", pid.addressOf("numbers")).get("nr")).isEqualTo(43);
    }

    /** The same task over the types of another kernel is laid out by those. */
    @Test
    void anotherKernelHasItsOwnLayout() {
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        int character = types.add(new BtfType.Int("char", 1, BtfType.Int.SIGNED, 0, 8));
        int comm = types.add(new BtfType.Array(character, number, 16));
        types.add(new BtfType.Struct(
                "task_struct",
                64,
                List.of(
                        new BtfType.Member("comm", comm, 8 * 8, 0),
                        new BtfType.Member("tgid", number, 40 * 8, 0),
                        new BtfType.Member("pid", number, 44 * 8, 0))));
        Kernel other = new Kernel(KernelConfig.reference().withTypes(KernelTypes.of(types.build())));
        long address = other.tasks().create(TaskSpec.process(42, "cat")).address();
        assertThat(other.memory().readInt(address + 44)).isEqualTo(42);
        assertThat(other.memory().readInt(address + 40)).isEqualTo(42);
        assertThat(other.memory().readByte(address + 8)).isEqualTo((byte) 'c');
    }
}
