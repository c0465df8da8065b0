package dev.skep.kernel.context;

import static dev.skep.kernel.context.AccessRule.WHOLE;
import static dev.skep.kernel.context.FieldRow.U32;
import static dev.skep.kernel.context.FieldRow.attached;
import static dev.skep.kernel.context.FieldRow.row;
import static dev.skep.kernel.program.AttachType.XDP_DEVMAP;

import dev.skep.kernel.net.XdpBuff;
import java.util.List;

/** {@code struct xdp_md}. Counterpart: {@code xdp_is_valid_access} and {@code xdp_convert_ctx_access}. */
final class XdpLayout {
    static final int SIZE = 24;

    static final List<FieldRow> ROWS = List.of(
            row("data", 0, U32)
                    .reads(WHOLE)
                    .gives(ContextRegister.PACKET)
                    .from((context, element) -> xdp(context).data()),
            row("data_end", 4, U32)
                    .reads(WHOLE)
                    .gives(ContextRegister.PACKET_END)
                    .from((context, element) -> xdp(context).dataEnd()),
            row("data_meta", 8, U32)
                    .reads(WHOLE)
                    .gives(ContextRegister.PACKET_META)
                    .from((context, element) -> xdp(context).dataMeta()),
            row("ingress_ifindex", 12, U32)
                    .reads(WHOLE)
                    .from((context, element) -> xdp(context).device().ifindex()),
            row("rx_queue_index", 16, U32)
                    .reads(WHOLE)
                    .from((context, element) -> xdp(context).queue()),
            row("egress_ifindex", 20, U32).reads(WHOLE, attached(XDP_DEVMAP)));

    private XdpLayout() {}

    private static XdpBuff xdp(ProgramContext context) {
        return (XdpBuff) context;
    }
}
