package io.fanfare.benchmarks;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fanfare over one of the libraries, as it comes but for the dispatcher, the codec and the bound of what is measured.
 */
final class FanfareClient implements Client {
    static final int LEASES = 100;

    private final Library library;
    private final String uri;
    private final Form form;
    private final Workload workload;
    private final List<Fanfare> clients = new ArrayList<>();

    FanfareClient(Library library, String uri, Form form, Workload workload) {
        this.library = library;
        this.uri = uri;
        this.form = form;
        this.workload = workload;
        clients.add(open());
    }

    private Fanfare open() {
        FanfareBuilder builder = Fanfare.builder()
                .uri(uri)
                .transport(library.id())
                .codec("bytes")
                .dispatcher(form.isPlain() ? "inline" : "ordered")
                .set("pool.exclusive.max", Integer.toString(LEASES));
        if (workload.connections == 0) {
            // nothing else bounds what is on its way
            builder.set("publish.max-unanswered", Integer.toString(workload.window));
        }
        return builder.build();
    }

    @Override
    public boolean isSerial(Workload measured) {
        return form.isPlain() || measured.channels == 1;
    }

    @Override
    public void subscribe(List<Group> groups) throws Exception {
        boolean ownConnections = groups.size() > 1 && workload.channels == 1;
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (i == clients.size() && !ownConnections) {
                clients.add(open());
            }
            Fanfare client = clients.get(clients.size() - 1);
            Group group = groups.get(i);
            for (int c = 0; c < group.channels().size(); c++) {
                Track track = group.tracks().get(c);
                var subscription =
                        client.channel(group.channels().get(c), byte[].class).onMessage(track::take);
                all.add((ownConnections ? subscription.ownConnection() : subscription).subscribe());
            }
        }
        for (Subscription subscription : all) {
            subscription.ready().get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public Sender sender(List<String> channels, Counter answers) {
        Fanfare client = clients.get(0);
        List<TypedChannel<byte[]>> typed = new ArrayList<>();
        for (String channel : channels) {
            typed.add(client.channel(channel, byte[].class));
        }
        return form.isPlain() ? new Forgetting(typed) : new Staging(typed);
    }

    @Override
    public Leasing leasing() throws Exception {
        return new Leases(clients.get(0));
    }

    @Override
    public void close() {
        clients.forEach(Fanfare::close);
    }

    private record Forgetting(List<TypedChannel<byte[]>> channels) implements Sender {
        @Override
        public void send(int channel, byte[] payload) {
            channels.get(channel).publishAndForget(payload);
        }

        @Override
        public void flush() {}

        @Override
        public int awaitAnswers() throws Exception {
            // one connection publishes, so that the answer to the last message is the last answer
            long receivers = channels.get(0).publish(new byte[Payloads.HEADER]).get(10, TimeUnit.SECONDS);
            return receivers < 0 ? 0 : 1;
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }

    private static final class Staging implements Sender, BiConsumer<Long, @Nullable Throwable> {
        private final List<TypedChannel<byte[]>> channels;
        private final LongAdder failures = new LongAdder();
        private CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);

        Staging(List<TypedChannel<byte[]>> channels) {
            this.channels = channels;
        }

        @Override
        public void send(int channel, byte[] payload) {
            last = channels.get(channel).publish(payload).whenComplete(this);
        }

        @Override
        public void accept(Long receivers, @Nullable Throwable failure) {
            if (failure != null) {
                failures.increment();
            }
        }

        @Override
        public void flush() {}

        @Override
        public int awaitAnswers() throws Exception {
            last.get(10, TimeUnit.SECONDS);
            if (failures.sum() > 0) {
                throw new IllegalStateException(failures.sum() + " publishes failed");
            }
            return 0;
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }

    private static final class Leases implements Leasing {
        private static final Duration TIMEOUT = Duration.ofSeconds(5);

        private final Fanfare client;

        /** Warms the pool: all its connections are on lease at a time once. */
        Leases(Fanfare client) throws Exception {
            this.client = client;
            List<Lease<CommandConnection>> all = new ArrayList<>();
            for (int i = 0; i < LEASES; i++) {
                all.add(client.leaseCommands(TIMEOUT).get());
            }
            all.forEach(Lease::close);
        }

        @Override
        public int threads() {
            return LEASES;
        }

        @Override
        public long use() throws Exception {
            long begin = System.nanoTime();
            try (Lease<CommandConnection> lease = client.leaseCommands(TIMEOUT).get()) {
                long leased = System.nanoTime() - begin;
                CompletionStage<Reply> pong = lease.connection().call("PING");
                pong.toCompletableFuture().get(5, TimeUnit.SECONDS);
                return leased;
            }
        }
    }
}
