package dev.skep.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.link.RelocationException;
import dev.skep.object.ObjectSpec;

/** Evaluates an object file: brings it into a kernel of its own. */
final class ObjectRoot extends RootNode {
    private final BpfLanguage language;
    private final ObjectSpec spec;

    ObjectRoot(BpfLanguage language, ObjectSpec spec) {
        super(language);
        this.language = language;
        this.spec = spec;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return load();
    }

    @TruffleBoundary
    private ObjectValue load() {
        Kernel kernel = new Kernel(KernelConfig.reference());
        try {
            return new ObjectValue(LoadedObject.in(BpfEngine.entered(language), kernel, spec, Admission.VERIFIED));
        } catch (RelocationException unresolved) {
            throw RefusedException.by(unresolved.getMessage());
        }
    }

    @Override
    public String getName() {
        return spec.name();
    }
}
