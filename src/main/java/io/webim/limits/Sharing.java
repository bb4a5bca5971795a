package io.webim.limits;

/** Tells other nodes what was taken here, so that it counts there too. */
public interface Sharing {
    /**
     * @param key a text or a number
     * @param units negative where something is given back
     */
    void taken(Limit limit, Object key, int units);
}
