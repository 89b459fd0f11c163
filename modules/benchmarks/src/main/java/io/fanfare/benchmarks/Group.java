package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What one connection subscribes to, and what takes its messages. */
final class Group {
    private final List<String> channels = new ArrayList<>();
    private final List<Track> own = new ArrayList<>();
    private final Track[] byIndex;

    private Group(int channels) {
        this.byIndex = new Track[channels];
    }

    /** Returns the groups of a workload: its channels dealt out, or its one channel for each connection. */
    static List<Group> of(Workload workload, Form form, Window window, boolean serial) {
        List<Group> groups = new ArrayList<>();
        for (int connection = 0; connection < workload.connections; connection++) {
            Group group = new Group(workload.channels);
            Counter counter = window.counter(serial);
            for (int i = workload.channels == 1 ? 0 : connection; i < workload.channels; i += workload.connections) {
                Track track = new Track(i, counter, workload.measuresLatency());
                group.channels.add(workload.channel(form, i));
                group.own.add(track);
                group.byIndex[i] = track;
            }
            groups.add(group);
        }
        return groups;
    }

    List<String> channels() {
        return channels;
    }

    /** Returns the tracks, in the order of {@link #channels()}. */
    List<Track> tracks() {
        return own;
    }

    /** Takes a message of any of the channels. */
    void take(byte[] payload) {
        byIndex[Payloads.channel(payload)].take(payload);
    }
}
