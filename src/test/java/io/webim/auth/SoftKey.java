package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Sha256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** A passkey in memory that does not count its signatures, as synced ones do not. */
public final class SoftKey {
    private static final int PRESENT = 0x01;
    private static final int PRESENT_AND_ATTESTED = 0x41;

    private final KeyPair keys;
    private final byte[] id = new byte[32];
    private final String rpId;
    private final String origin;

    /** @param origin such as {@code http://localhost:8080} */
    public SoftKey(String rpId, String origin) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
        this.rpId = rpId;
        this.origin = origin;
        new SecureRandom().nextBytes(id);
    }

    public JsonObject create(String challenge) {
        var attested = ByteBuffer.allocate(16 + 2 + id.length + 77)
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(cose())
                .array();
        var data = data(PRESENT_AND_ATTESTED, attested);
        var attestation = bytes(
                HexFormat.of().parseHex("a363666d74646e6f6e656761747453746d74a068617574684461746158"),
                new byte[] {(byte) data.length},
                data);
        return answer(new JsonObject()
                .put("clientDataJSON", base64(clientData("webauthn.create", challenge)))
                .put("attestationObject", base64(attestation)));
    }

    public JsonObject sign(String challenge) throws GeneralSecurityException {
        var client = clientData("webauthn.get", challenge);
        var data = data(PRESENT, new byte[0]);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(Sha256.of(client));
        return answer(new JsonObject()
                .put("clientDataJSON", base64(client))
                .put("authenticatorData", base64(data))
                .put("signature", base64(signature.sign())));
    }

    private JsonObject answer(JsonObject response) {
        return new JsonObject()
                .put("id", base64(id))
                .put("rawId", base64(id))
                .put("type", "public-key")
                .put("clientExtensionResults", new JsonObject())
                .put("response", response);
    }

    private byte[] clientData(String type, String challenge) {
        return new JsonObject()
                .put("type", type)
                .put("challenge", challenge)
                .put("origin", origin)
                .put("crossOrigin", false)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] data(int flags, byte[] attested) {
        return bytes(
                Sha256.of(rpId.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) flags},
                new byte[Integer.BYTES],
                attested);
    }

    /** The public key: a map of EC2, ES256, P-256, x and y. */
    private byte[] cose() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        return bytes(
                HexFormat.of().parseHex("a5010203262001215820"),
                coordinate(point.getAffineX()),
                HexFormat.of().parseHex("225820"),
                coordinate(point.getAffineY()));
    }

    private static byte[] coordinate(BigInteger number) {
        return HexFormat.of().parseHex("%064x".formatted(number));
    }

    private static byte[] bytes(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
