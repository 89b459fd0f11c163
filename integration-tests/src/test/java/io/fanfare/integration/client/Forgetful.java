package io.fanfare.integration.client;

import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Makes transports that once confirm a channel without subscribing to it. */
final class Forgetful {
    private final String channel;
    private final AtomicBoolean forgot = new AtomicBoolean();

    private Forgetful(String channel) {
        this.channel = channel;
    }

    /** Returns a transport that does what another does, but for its first subscription to a channel. */
    static TransportProvider of(TransportProvider provider, String channel) {
        Forgetful forgetful = new Forgetful(channel);
        return proxy(TransportProvider.class, (method, arguments) -> {
            Object result = call(method, provider, arguments);
            return result instanceof Transport transport ? forgetful.transport(transport) : result;
        });
    }

    private Transport transport(Transport transport) {
        return proxy(Transport.class, (method, arguments) -> {
            Object result = call(method, transport, arguments);
            return method.getName().equals("connectSubscriber")
                    ? ((CompletionStage<?>) result).thenApply(made -> connection((SubscribeConnection) made))
                    : result;
        });
    }

    private SubscribeConnection connection(SubscribeConnection connection) {
        return proxy(
                SubscribeConnection.class,
                (method, arguments) -> method.getName().equals("subscribe")
                        ? subscribe(connection, (Collection<?>) arguments[0], (TopicCallback) arguments[1])
                        : call(method, connection, arguments));
    }

    private Object subscribe(SubscribeConnection connection, Collection<?> topics, TopicCallback callback) {
        for (Object each : topics) {
            Topic topic = (Topic) each;
            if (topic.toString().equals(channel) && forgot.compareAndSet(false, true)) {
                callback.completed(topic, null);
            } else {
                connection.subscribe(List.of(topic), callback);
            }
        }
        return topics;
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        UnaryOperator<Object[]> given = arguments -> arguments == null ? new Object[0] : arguments;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, given.apply(arguments))));
    }

    private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
