package io.fanfare.conformance;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Reply;
import io.fanfare.transport.memory.MemoryFaults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the memory transport lacks of a server: CLIENT LIST, CLIENT KILL and COMMAND INFO. */
final class MemoryStage implements Stage {
    private final Node home;
    private final MemoryFaults faults;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Client> clients = new ConcurrentSkipListMap<>();

    MemoryStage(Node home) {
        this.home = home;
        this.faults = MemoryFaults.at(home);
    }

    @Override
    public boolean isHome(Node node) {
        return node.connect().equals(home.connect());
    }

    @Override
    public Client add(String name, Role role, Connection connection) {
        Client client = new Client(ids.incrementAndGet(), name, role, connection, new AtomicInteger());
        clients.put(client.id(), client);
        return client;
    }

    @Override
    public @Nullable Reply answer(List<byte[]> arguments) {
        List<String> words = arguments.stream()
                .map(argument -> new String(argument, StandardCharsets.UTF_8))
                .toList();
        if (words.equals(List.of("CLIENT", "LIST"))) {
            return new Reply.OfBytes(list().getBytes(StandardCharsets.UTF_8));
        }
        if (words.size() == 4 && words.subList(0, 3).equals(List.of("CLIENT", "KILL", "ID"))) {
            kill(clients.get(Long.parseLong(words.get(3))));
            return new Reply.OfNumber(1);
        }
        return words.get(0).equals("COMMAND") ? new Reply.OfList(List.of(new Reply.OfNull())) : null;
    }

    private String list() {
        StringBuilder text = new StringBuilder();
        for (Client client : clients.values()) {
            if (client.connection().isOpen()) {
                text.append("id=").append(client.id());
                text.append(" name=").append(client.name());
                text.append(" sub=").append(client.subscriptions().get()).append(" psub=0 \n");
            }
        }
        return text.toString();
    }

    private void kill(@Nullable Client client) {
        if (client != null && client.connection().isOpen()) {
            faults.cut(client.role());
        }
    }
}
