package dev.skep.hostkernel;

/** An object of the kernel that lives as long as its file descriptor. Closing it twice is harmless. */
abstract sealed class HostDescriptor implements AutoCloseable permits HostMap, HostProgram, HostTypes {
    final HostKernel kernel;
    private int descriptor;

    HostDescriptor(HostKernel kernel, int descriptor) {
        this.kernel = kernel;
        this.descriptor = descriptor;
    }

    /** The number of the descriptor. */
    final int descriptor() {
        if (descriptor < 0) {
            throw new IllegalStateException("closed already");
        }
        return descriptor;
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            kernel.closed(this, descriptor);
            descriptor = -1;
        }
    }
}
