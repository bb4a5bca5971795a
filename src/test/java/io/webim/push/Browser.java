package io.webim.push;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser's side of Web Push, written from RFC 8291 and 8188 on the JDK alone. */
final class Browser {
    private static final int KEY_BYTES = 65;

    private final ECPrivateKey privateKey;
    private final byte[] publicKey;
    private final byte[] auth;

    private Browser(ECPrivateKey privateKey, byte[] publicKey, byte[] auth) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.auth = auth;
    }

    static Browser create() throws GeneralSecurityException {
        var pair = newPair();
        var auth = new byte[16];
        new SecureRandom().nextBytes(auth);
        return new Browser((ECPrivateKey) pair.getPrivate(), bytes((ECPublicKey) pair.getPublic()), auth);
    }

    static Browser of(String privateKey, String publicKey, String auth) throws GeneralSecurityException {
        var spec = new ECPrivateKeySpec(new BigInteger(1, decode(privateKey)), p256());
        return new Browser(
                (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec), decode(publicKey), decode(auth));
    }

    /** As {@code PushSubscription.toJSON()} has them. */
    JsonObject keys() {
        return new JsonObject().put("p256dh", encode(publicKey)).put("auth", encode(auth));
    }

    /** Header: salt, record size, length and value of the sender's key; then one record. */
    String decrypt(byte[] body) throws GeneralSecurityException {
        var buffer = ByteBuffer.wrap(body);
        var salt = take(buffer, 16);
        int recordSize = buffer.getInt();
        var senderKey = take(buffer, buffer.get() & 0xff);
        var record = take(buffer, buffer.remaining());
        if (senderKey.length != KEY_BYTES || record.length > recordSize) {
            throw new GeneralSecurityException("no header of aes128gcm");
        }
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(privateKey);
        agreement.doPhase(publicKey(senderKey), true);
        var info = concat(ascii("WebPush: info\0"), publicKey, senderKey);
        var secret = hkdf(auth, agreement.generateSecret(), info, 32);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hkdf(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16), "AES"),
                new GCMParameterSpec(128, hkdf(salt, secret, ascii("Content-Encoding: nonce\0"), 12)));
        var padded = cipher.doFinal(record);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("no last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
        var y = new BigInteger(1, Arrays.copyOfRange(point, 33, KEY_BYTES));
        return (ECPublicKey)
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), p256()));
    }

    static byte[] decode(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        return ((ECPublicKey) newPair().getPublic()).getParams();
    }

    private static byte[] bytes(ECPublicKey key) {
        return concat(
                new byte[] {4},
                coordinate(key.getW().getAffineX()),
                coordinate(key.getW().getAffineY()));
    }

    private static byte[] coordinate(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    /** At most one block of output. */
    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(hmac(salt, input), concat(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        var all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
