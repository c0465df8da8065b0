package dev.skep.kernel.map;

/** BPF_MAP_TYPE_ARRAY_OF_MAPS. A lookup gives the inner map's address. Counterpart: {@code array_of_maps_map_ops}. */
final class ArrayOfMaps extends DescriptorArray {
    private final InnerMaps inner;
    private final long slots;

    ArrayOfMaps(MapCreation creation) {
        ArrayRules.checkDescriptors(creation);
        InnerMaps template = InnerMaps.of(creation);
        super(creation);
        inner = template;
        slots = memory.allocate(8 * maxEntries, 8, "slots of " + name());
    }

    @Override
    public long lookup(int cpu, long key) {
        long index = Integer.toUnsignedLong(memory.readInt(key));
        return index < maxEntries ? memory.readLong(slots + index * 8) : 0;
    }

    @Override
    int read(int index) {
        BpfMap map = kernel.maps().byAddress(memory.readLong(slot(index)));
        return map == null ? 0 : map.id();
    }

    @Override
    int put(int index, int descriptor) {
        BpfMap map = inner.find(descriptor);
        if (map == null) {
            return inner.refusal(descriptor).result();
        }
        memory.writeLong(slot(index), map.address());
        return 0;
    }

    @Override
    boolean clear(int index) {
        return memory.getAndSetLong(slot(index), 0) != 0;
    }

    private long slot(int index) {
        return slots + Integer.toUnsignedLong(index) * 8;
    }
}
