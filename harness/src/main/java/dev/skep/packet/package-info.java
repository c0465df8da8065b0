/**
 * Packets and captures: pcap and pcapng files, streamed in and out.
 *
 * <p>Sources: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.
 */
@NullMarked
package dev.skep.packet;

import org.jspecify.annotations.NullMarked;
