package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one file system of the machine, as far as somebody named files in it: dentries, inodes, files. Inodes are
 * numbered as they are made, unless a file says its number. Counterparts: {@code struct dentry}, {@code inode},
 * {@code file}, {@code vfsmount}, {@code super_block}.
 */
public final class FileTree {
    private static final int DIRECTORY = 0040755;
    private static final long EXT4_MAGIC = 0xef53;

    /** {@code MKDEV(254, 0)}: a disk of a virtual machine. */
    private static final long DEVICE = 254L << 20;

    private static final int FMODE_READ = 1;
    private static final int FMODE_WRITE = 2;

    private final KernelStructs structs;
    private final Map<String, KernelStruct> dentries = new HashMap<>();
    private final Map<String, KernelStruct> inodes = new HashMap<>();
    private final Map<Long, OpenFile> files = new HashMap<>();
    private final Map<Long, String> paths = new HashMap<>();
    private final Map<Long, Map<String, byte[]>> attributes = new HashMap<>();
    private @Nullable KernelStruct superBlock;
    private @Nullable KernelStruct mount;
    private long nextInode = 2;

    FileTree(KernelStructs structs) {
        this.structs = structs;
    }

    /** Makes a {@code struct file}; gives its address. */
    public long file(OpenFile file) {
        KernelStruct dentry = dentry(file.path(), file);
        int access = file.flags() & 3;
        KernelStruct made = structs.allocateAsKnown("file", 0, "file " + file.path())
                .put("f_path.dentry", dentry)
                .put("f_path.mnt", mountAddress())
                .put("f_inode", inodes.get(file.path()))
                .put("f_flags", file.flags())
                .put("f_mode", (access != 1 ? FMODE_READ : 0) | (access != 0 ? FMODE_WRITE : 0))
                .put("f_pos", file.position());
        files.put(made.address(), file);
        return made.address();
    }

    /** The file at an address that {@link #file} gave, or null. */
    public @Nullable OpenFile at(long address) {
        return files.get(address);
    }

    /** A file that {@link #file} made is closed by whoever had it open. */
    void close(long address) {
        if (files.remove(address) != null) {
            structs.free(address);
        }
    }

    /**
     * The extended attributes of the file whose {@code struct dentry} is at an address, by name; they can be changed.
     */
    @TruffleBoundary
    public Map<String, byte[]> attributes(long dentry) {
        return attributes.computeIfAbsent(dentry, _ -> new TreeMap<>());
    }

    /** The path of the {@code struct dentry} at an address; null if there is none such. */
    @TruffleBoundary
    public @Nullable String path(long dentry) {
        return paths.get(dentry);
    }

    /** The path that a {@code struct path} at an address stands for; null if there is none such. */
    @TruffleBoundary
    public @Nullable String pathOf(long path) {
        return paths.get(structs.at("path", path).get("dentry"));
    }

    /** The {@code struct dentry} of a path, made together with those above it. */
    public KernelStruct dentry(String path) {
        return dentry(path, OpenFile.reading(path).withMode(DIRECTORY));
    }

    private KernelStruct dentry(String path, OpenFile file) {
        KernelStruct known = dentries.get(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        boolean root = path.equals("/");
        String name = root ? "/" : path.substring(slash + 1);
        KernelStruct parent = root ? null : dentry(slash == 0 ? "/" : path.substring(0, slash));
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        KernelStruct made = structs.allocateAsKnown("dentry", 0, "dentry " + path)
                .put("d_name.name", structs.text(name, "name of " + path))
                .put("d_name.len", bytes.length)
                .put("d_inode", inode(path, root ? file.withMode(DIRECTORY).withInode(2) : file))
                .put("d_sb", superBlock());
        made.put("d_parent", parent == null ? made : parent);
        for (String inline : new String[] {"d_iname", "d_shortname"}) {
            if (made.has(inline)) {
                made.put(inline, bytes);
            }
        }
        dentries.put(path, made);
        paths.put(made.address(), path);
        if (root) {
            superBlock().put("s_root", made);
        }
        return made;
    }

    private KernelStruct inode(String path, OpenFile file) {
        nextInode = Math.max(nextInode, file.inode()) + (file.inode() == 0 ? 1 : 0);
        KernelStruct made = structs.allocateAsKnown("inode", 0, "inode of " + path)
                .put("i_ino", file.inode() == 0 ? nextInode : file.inode())
                .put("i_mode", file.mode())
                .put("i_size", file.size())
                .put("i_nlink", 1)
                .put("i_sb", superBlock());
        inodes.put(path, made);
        return made;
    }

    private KernelStruct superBlock() {
        KernelStruct known = superBlock;
        if (known == null) {
            known = structs.allocateAsKnown("super_block", 0, "super block")
                    .put("s_magic", EXT4_MAGIC)
                    .put("s_dev", DEVICE)
                    .put("s_blocksize", 4096);
            if (structs.has("file_system_type")) {
                known.put(
                        "s_type",
                        structs.allocate("file_system_type", "file system type")
                                .put("name", structs.text("ext4", "name of a file system")));
            }
            superBlock = known;
        }
        return known;
    }

    /**
     * The {@code vfsmount} of the file system, inside of its {@code struct mount} where the kernel's types have that.
     */
    public long mountAddress() {
        KernelStruct known = mount;
        boolean whole = structs.has("mount");
        if (known == null) {
            known = structs.allocateAsKnown(whole ? "mount" : "vfsmount", 0, "mount of /");
            mount = known;
            String prefix = whole ? "mnt." : "";
            known.put(prefix + "mnt_sb", superBlock()).put(prefix + "mnt_root", dentry("/"));
            if (whole) {
                known.put("mnt_parent", known).put("mnt_mountpoint", dentry("/"));
            }
        }
        return whole ? known.addressOf("mnt") : known.address();
    }
}
