package io.fanfare;

import io.fanfare.spi.Availability;

/**
 * A plug-in that was discovered.
 *
 * @param kind what it provides: {@code transport}, {@code codec}, {@code compression}, {@code pool} or
 *     {@code dispatcher}
 * @param id its id; the class name if it could not be loaded
 * @param module the name and version of its module; {@code class path} if it is in none
 * @param location the jar or folder it was loaded from; empty if unknown
 * @param type the name of the provider's class
 * @param availability whether it can work here
 */
public record ProviderDescription(
        String kind, String id, String module, String location, String type, Availability availability) {}
