package io.fanfare;

import io.fanfare.spi.Endpoint;

/**
 * Which plug-ins a client uses, by id, and where it connects.
 *
 * @param endpoint where Redis is
 * @param transport the transport
 * @param codec the codec
 * @param pool the connection pool of publishes
 * @param dispatcher the dispatcher of subscriptions that do not name one
 */
public record Selection(Endpoint endpoint, String transport, String codec, String pool, String dispatcher) {}
