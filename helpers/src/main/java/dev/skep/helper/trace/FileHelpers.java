package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.program.Invocation;

/** Files as tracing programs see them. */
public final class FileHelpers {
    private FileHelpers() {}

    /** The path as a string. */
    @Helper(id = 147, families = TRACING_PROGRAM)
    static long bpf_d_path(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "path") long path,
            @Arg(PTR_TO_WRITABLE_MEM) long buf,
            @Arg(CONST_SIZE_OR_ZERO) long sz) {
        long length = sz & 0xffff_ffffL;
        return length == 0 ? 0 : PathText.write(in, path, buf, length);
    }

    /** The socket behind a file, NULL when there is none. */
    @Helper(id = 162, families = TRACING_PROGRAM, returns = ReturnType.PTR_TO_BTF_ID_OR_NULL, returnBtf = "socket")
    static long bpf_sock_from_file(Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "file") long file) {
        OpenSocket socket = in.kernel().sockets().behind(file);
        return socket == null ? 0 : socket.socketAddress();
    }
}
