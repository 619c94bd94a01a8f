import {
  Listing,
  ListingsQuery,
  MappedListing,
  MappingsQuery,
  ProviderParams,
  SaveMappingsAnswer,
  SaveMappingsInput,
  SaveMappingsQuery,
} from '#lib/domain/mappings/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Channels';

export const listListingsApi = define({
  method: 'GET',
  path: '/api/integrations/{provider}/listings',
  summary:
    'What the channel sells, with the unit each is mapped to or a suggestion, and what to look at first',
  tag,
  can: 'connection.read',
  params: ProviderParams,
  query: ListingsQuery.extend(Paging.shape),
  status: 200,
  answer: page(Listing),
});

export const listMappingsApi = define({
  method: 'GET',
  path: '/api/integrations/{provider}/mappings',
  summary: 'Which listing is which unit',
  tag,
  can: 'connection.read',
  params: ProviderParams,
  query: MappingsQuery.extend(Paging.shape),
  status: 200,
  answer: page(MappedListing),
});

export const saveMappingsApi = define({
  method: 'PUT',
  path: '/api/integrations/{provider}/mappings',
  summary: 'Save mappings of one account, all or none; with dryRun say what would change and change nothing',
  tag,
  can: 'connection.configure',
  params: ProviderParams,
  query: SaveMappingsQuery,
  body: SaveMappingsInput,
  status: 200,
  answer: SaveMappingsAnswer,
});
