package dev.skep.session;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.BpfEngine;
import dev.skep.link.LinkedObject;
import dev.skep.link.LinkedObject.ProgramSlot;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object in a kernel of its own: its maps, and those of its programs that were asked for. */
public final class LoadedObject {
    private final BpfEngine engine;
    private final Kernel kernel;
    private final LinkedObject linked;
    private final Map<String, BpfProgram> programs = new LinkedHashMap<>();

    private LoadedObject(BpfEngine engine, Kernel kernel, LinkedObject linked) {
        this.engine = engine;
        this.kernel = kernel;
        this.linked = linked;
    }

    /**
     * Starts a kernel and creates the object's maps in it.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static LoadedObject inFreshKernel(BpfEngine engine, KernelConfig config, ObjectSpec spec) {
        Kernel kernel = new Kernel(config);
        return new LoadedObject(engine, kernel, Linker.link(spec, kernel));
    }

    public Kernel kernel() {
        return kernel;
    }

    public LinkedObject linked() {
        return linked;
    }

    /**
     * Loads a program, and with it those that the object puts into its program arrays, which it may call.
     *
     * @throws dev.skep.link.RelocationException if a program refers to what is not there, or has no type
     * @throws dev.skep.helper.NotBuiltException if a program calls a helper that does not exist here yet
     */
    public BpfProgram load(String name) {
        BpfProgram program = loadOnce(name);
        for (ProgramSlot slot : linked.programSlots()) {
            BpfProgram callee = loadOnce(slot.program());
            slot.map().syscall().update(little(slot.key()), little(callee.id()), UpdateFlags.ANY);
        }
        return program;
    }

    private BpfProgram loadOnce(String name) {
        BpfProgram loaded = programs.get(name);
        if (loaded == null) {
            loaded = engine.load(kernel, linked.image(name));
            programs.put(name, loaded);
        }
        return loaded;
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
