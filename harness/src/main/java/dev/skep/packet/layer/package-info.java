/**
 * Packets as layers: built with correct lengths and checksums, read from bytes, written and parsed as text, compared.
 * {@link dev.skep.packet.layer.Protocol} holds the headers as tables, which all of these walk.
 */
@NullMarked
package dev.skep.packet.layer;

import org.jspecify.annotations.NullMarked;
