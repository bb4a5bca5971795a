import { Failure } from './failure.js';

/** Keys that the device or the browser keeps, in the JSON forms that servers speak. */
export class Passkeys {
  /**
   * @param credentials `navigator.credentials`
   * @param Key the class `PublicKeyCredential`; without it, or on an origin that is not secure, there are no passkeys
   */
  constructor({ credentials, Key }) {
    Object.assign(this, { credentials, Key });
  }

  get available() {
    return Boolean(this.credentials && this.Key?.parseCreationOptionsFromJSON);
  }

  async create(options) {
    try {
      return (await this.credentials.create({ publicKey: this.Key.parseCreationOptionsFromJSON(options) })).toJSON();
    } catch (refused) {
      throw refused.name === 'InvalidStateError' ? new Failure(0, 'passkey_exists') : refused;
    }
  }

  async use(options) {
    return (await this.credentials.get({ publicKey: this.Key.parseRequestOptionsFromJSON(options) })).toJSON();
  }
}
