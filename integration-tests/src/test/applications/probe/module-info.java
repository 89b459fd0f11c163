/** An application on Fanfare, as a user writes one: it names no plug-in. */
module io.fanfare.probe {
    requires io.fanfare;

    opens io.fanfare.probe;
}
