package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.isa.PseudoSource;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.check.KernelSymbols;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.structure.ConstantDirectory;
import dev.skep.verifier.structure.LoadableMap;
import dev.skep.verifier.structure.StructureLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The maps of a program by the positions that stand in its instructions. */
final class LoadRules implements ConstantDirectory {
    /** Descriptors 0 to 2 are open in any process, and none is a map. */
    private static final int STANDARD_ERROR = 2;

    private final List<MapView> maps;
    private final @Nullable KernelTypes kernelTypes;

    LoadRules(List<MapView> maps, @Nullable KernelTypes kernelTypes) {
        this.maps = maps;
        this.kernelTypes = kernelTypes;
    }

    /** A map: equal to another when it is the same. */
    private record Known(MapView view) implements LoadableMap {
        @Override
        public MapType type() {
            return view.type();
        }

        @Override
        public int valueSize() {
            return view.valueSize();
        }

        @Override
        public int maxEntries() {
            return view.maxEntries();
        }

        @Override
        public long userAddress() {
            return view.valueAddress();
        }

        @Override
        public boolean holds(String cName) {
            return view.fields().stream().anyMatch(field -> field.kind().text().equals(cName));
        }
    }

    @Override
    public LoadableMap map(PseudoSource kind, int immediate, StructureLog log) {
        if (kind == PseudoSource.MAP_IDX || kind == PseudoSource.MAP_IDX_VALUE) {
            throw log.rejected(Errno.EPROTO, "fd_idx without fd_array is invalid\n");
        }
        if (immediate < 0 || immediate >= maps.size()) {
            boolean open = immediate >= 0 && immediate <= STANDARD_ERROR;
            throw log.rejected(
                    open ? Errno.EINVAL : Errno.EBADF, "fd " + immediate + " is not pointing to valid bpf_map\n");
        }
        return new Known(maps.get(immediate));
    }

    @Override
    public void admitKernelSymbol(int btfId, int moduleDescriptor, StructureLog log) {
        if (moduleDescriptor != 0) {
            throw log.rejected(Errno.EINVAL, "invalid module BTF object FD specified.\n");
        }
        Btf btf = kernelTypes == null ? Btf.empty() : kernelTypes.btf();
        if (btfId < 0 || btfId >= btf.typeCount()) {
            throw log.rejected(Errno.ENOENT, "ldimm64 insn specifies invalid btf_id " + btfId + ".\n");
        }
        String complaint = new KernelSymbols(btf).complaint(btfId);
        if (!complaint.isEmpty()) {
            throw log.rejected(Errno.EINVAL, complaint);
        }
    }
}
