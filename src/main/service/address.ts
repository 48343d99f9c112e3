import { MonitorError } from '../../shared/errors';

/**
 * The address of a service as it is asked: `http://host:8000`, or with a folder in front of `/api`.
 *
 * @throws MonitorError `service-address` with a message for whoever typed it
 */
export const parseServiceAddress = (text: string): string => {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw invalid('That is no address.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid('Only http and https can be asked.');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(
      'An address with a name or password in it would be written down: leave them out.',
    );
  }
  if (url.search !== '' || url.hash !== '') throw invalid('Nothing may follow after ? or #.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};

const invalid = (message: string): MonitorError =>
  new MonitorError('service-address', message, { hint: 'As in http://localhost:8000.' });
