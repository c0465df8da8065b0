package dev.skep.kernel.task;

import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import dev.skep.kernel.task.UserMemory.Area;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Lays out the memory of processes: {@code struct mm_struct}, and {@code vm_area_struct} of areas that are asked for.
 */
final class MemoryImages {
    private final AddressSpace memory;
    private final KernelStructs structs;
    private final FileTree files;
    private final IdentityHashMap<UserMemory, Image> images = new IdentityHashMap<>();

    private static final class Image {
        private final KernelStruct struct;
        private final Map<Area, AreaImage> areas = new HashMap<>();
        private String executable = "";

        Image(KernelStruct struct) {
            this.struct = struct;
        }
    }

    /** @param file address of the {@code struct file} that is mapped; 0 for none */
    private record AreaImage(KernelStruct struct, long file) {}

    MemoryImages(AddressSpace memory, KernelStructs structs, FileTree files) {
        this.memory = memory;
        this.structs = structs;
        this.files = files;
    }

    /** The {@code struct mm_struct} of a task's memory. */
    KernelStruct of(Task task) {
        return image(task).struct;
    }

    /** The {@code struct vm_area_struct} of an area of a task's memory. */
    KernelStruct area(Task task, Area area) {
        Image image = image(task);
        AreaImage known = image.areas.get(area);
        if (known == null) {
            long file = area.file().startsWith("/") ? files.file(OpenFile.reading(area.file())) : 0;
            KernelStruct struct = structs.allocateAsKnown("vm_area_struct", 0, "area of " + task.comm())
                    .put("vm_start", area.start())
                    .put("vm_end", area.end())
                    .put("vm_flags", area.flags())
                    .put("vm_pgoff", area.pageOffset())
                    .put("vm_mm", image.struct)
                    .put("vm_file", file);
            known = new AreaImage(struct, file);
            image.areas.put(area, known);
        }
        return known.struct();
    }

    /** Writes what may have changed, if somebody asked for it before. */
    void refresh(Task task) {
        Image image = images.get(task.memory());
        if (image != null) {
            fill(task, image);
        }
    }

    /** The memory of a process that is gone for good. */
    void release(UserMemory gone) {
        Image image = images.remove(gone);
        if (image == null) {
            return;
        }
        image.areas.values().forEach(area -> {
            memory.free(area.struct().address());
            if (area.file() != 0) {
                files.close(area.file());
            }
        });
        memory.free(image.struct.address());
    }

    private Image image(Task task) {
        Image known = images.get(task.memory());
        if (known == null) {
            known = new Image(structs.allocateAsKnown("mm_struct", 0, "mm_struct of " + task.comm()));
            images.put(task.memory(), known);
            fill(task, known);
        }
        return known;
    }

    private void fill(Task task, Image image) {
        UserMemory.Strings strings = task.memory().arguments();
        image.struct
                .put("arg_start", strings.start())
                .put("arg_end", strings.end())
                .put("env_start", strings.end())
                .put("env_end", strings.end())
                .put("start_stack", strings.start())
                .put("task_size", UserMemory.END)
                .put("map_count", task.memory().areas().size())
                .put("owner", task.leader().address());
        String executable = task.leader().executable();
        if (!executable.equals(image.executable)) {
            image.executable = executable;
            image.struct.put(
                    "exe_file", image.executable.isEmpty() ? 0 : files.file(OpenFile.reading(image.executable)));
        }
    }
}
