package io.fanfare.cli;

import io.fanfare.ProviderDescription;
import io.fanfare.Providers;
import io.fanfare.spi.Availability;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fanfare providers}. */
@Command(
        name = "providers",
        header = "Lists the transports, codecs, compressions, pools and dispatchers that were found.",
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Each with the module and the jar that it comes from, and whether it can work here or why not."})
final class ProvidersCommand implements Callable<Integer> {
    private final Console console;

    ProvidersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Table table = new Table("kind", "id", "module", "jar", "state");
        for (ProviderDescription found : Providers.discover().descriptions()) {
            table.add(found.kind(), found.id(), found.module(), file(found.location()), state(found.availability()));
        }
        table.lines().forEach(console.out()::println);
        return ExitCode.OK;
    }

    /** Returns the last name of a path or URI. */
    private static String file(String location) {
        String path = location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String state(Availability availability) {
        if (!availability.isUsable()) {
            return "not usable: " + availability.detail();
        }
        return availability.detail().isEmpty() ? "usable" : "usable: " + availability.detail();
    }
}
