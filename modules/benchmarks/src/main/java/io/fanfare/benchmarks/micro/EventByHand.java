package io.fanfare.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** An event by the packer and unpacker of msgpack-core, field by field, as the map that the codec writes. */
final class EventByHand implements EventFormat {
    @Override
    public byte[] encode(Event event) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(10)
                    .packString("sequence")
                    .packLong(event.sequence())
                    .packString("publisher")
                    .packLong(event.publisher())
                    .packString("intendedNanos")
                    .packLong(event.intendedNanos())
                    .packString("id")
                    .packString(event.id())
                    .packString("type")
                    .packString(event.type())
                    .packString("source")
                    .packString(event.source())
                    .packString("amount")
                    .packDouble(event.amount())
                    .packString("ratio")
                    .packDouble(event.ratio())
                    .packString("urgent")
                    .packBoolean(event.urgent())
                    .packString("tags")
                    .packArrayHeader(event.tags().size());
            for (String tag : event.tags()) {
                packer.packString(tag);
            }
            return packer.toByteArray();
        }
    }

    @Override
    public Event decode(byte[] bytes) throws IOException {
        long sequence = 0;
        long publisher = 0;
        long intendedNanos = 0;
        String id = "";
        String type = "";
        String source = "";
        double amount = 0;
        double ratio = 0;
        boolean urgent = false;
        List<String> tags = List.of();
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
            for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
                switch (unpacker.unpackString()) {
                    case "sequence" -> sequence = unpacker.unpackLong();
                    case "publisher" -> publisher = unpacker.unpackLong();
                    case "intendedNanos" -> intendedNanos = unpacker.unpackLong();
                    case "id" -> id = unpacker.unpackString();
                    case "type" -> type = unpacker.unpackString();
                    case "source" -> source = unpacker.unpackString();
                    case "amount" -> amount = unpacker.unpackDouble();
                    case "ratio" -> ratio = unpacker.unpackDouble();
                    case "urgent" -> urgent = unpacker.unpackBoolean();
                    case "tags" -> tags = tags(unpacker);
                    default -> unpacker.skipValue();
                }
            }
        }
        return new Event(sequence, publisher, intendedNanos, id, type, source, amount, ratio, urgent, tags);
    }

    private static List<String> tags(MessageUnpacker unpacker) throws IOException {
        int count = unpacker.unpackArrayHeader();
        List<String> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(unpacker.unpackString());
        }
        return tags;
    }
}
