package io.fanfare.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether this JVM talks to a person. */
final class Terminal {
    private Terminal() {}

    /** Tells whether standard input and output are a terminal that can overwrite a line. */
    @SuppressWarnings("SystemConsoleNull") // isTerminal asks the console of newer versions
    static boolean isPresent() {
        Console console = System.console();
        return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
    }

    /** Since JDK 22 there is a console without a terminal too. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException absent) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unexpected) {
            throw new IllegalStateException("Console.isTerminal() cannot be called", unexpected);
        }
    }
}
